package org.murmurstream.benchmarks.fork.main;

import org.murmurstream.proof.rig.machine.Protocol;
import org.murmurstream.proof.rig.main.Leash;

/** Keeps cores busy with nothing, until it is killed. Its argument is how many. */
public final class BurnProgram {

  private BurnProgram() {}

  public static void main(String[] args) throws InterruptedException {
    Leash.tie();
    for (int n = 0; n < Integer.parseInt(args[0]); n++) {
      new Thread(BurnProgram::burn, "burner-" + n).start();
    }
    Leash.say(Protocol.READY);
    Thread.currentThread().join();
  }

  private static void burn() {
    double number = 1;
    while (number > 0) {
      number = Math.sqrt(number + 1);
    }
  }
}
