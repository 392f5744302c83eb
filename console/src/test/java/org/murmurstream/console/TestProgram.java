package org.murmurstream.console;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.murmurstream.core.ReportedException;
import org.murmurstream.core.UserException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** One command of each kind. */
@Command(
    subcommands = {
      TestProgram.Fail.class,
      TestProgram.Group.class,
      TestProgram.Look.class,
      TestProgram.Learn.class,
      TestProgram.Quote.class,
      TestProgram.Serve.class,
      TestProgram.Talk.class,
      TestProgram.Wait.class
    })
public final class TestProgram extends Program {

  public static void main(String[] args) {
    run(TestProgram.class, args);
  }

  @Command(name = "fail")
  static final class Fail implements Callable<Integer> {

    @Option(names = "--mendable")
    private boolean mendable;

    @Option(names = "--reported")
    private boolean reported;

    @Override
    public Integer call() {
      if (mendable) {
        throw new IllegalStateException(new UserException("There is no such folder."));
      }
      if (reported) {
        throw new ReportedException("Mend the roof.", new IllegalStateException("rain"));
      }
      throw new IllegalStateException("the roof leaks");
    }
  }

  @Command(name = "group", mixinStandardHelpOptions = true, subcommands = TestProgram.Look.class)
  static final class Group implements Callable<Integer> {

    @Override
    public Integer call() {
      return 0;
    }
  }

  @Command(name = "wait")
  static final class Wait implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Option(names = "--for")
    private Duration duration = Duration.ZERO;

    @Option(names = "--from")
    private Instant from = Instant.EPOCH;

    @Override
    public Integer call() {
      spec.commandLine().getOut().println(duration + " " + from);
      return 0;
    }
  }

  @Command(name = "learn")
  static final class Learn implements LongWork {

    /** Until it is killed. */
    @Override
    public Integer call() throws InterruptedException {
      System.out.println("at work");
      new CountDownLatch(1).await();
      return 0;
    }
  }

  @Command(name = "look")
  static final class Look implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(Look.class);

    @Override
    public Integer call() {
      LOG.atInfo().addKeyValue("bricks", 3).log("looked");
      LOG.atDebug().log("looked closely");
      return 0;
    }
  }

  @Command(name = "quote")
  static final class Quote implements Service {

    static final String HOSTILE = "a\r\nb\u001b[31mc\u202ed\u2028e\u0085f";

    private static final Logger LOG = LoggerFactory.getLogger(Quote.class);

    @Override
    public Integer call() {
      LOG.atInfo().addKeyValue("topic", HOSTILE).log("quoted " + HOSTILE);
      return 0;
    }
  }

  @Command(name = "serve")
  static final class Serve implements Service {

    private static final Logger LOG = LoggerFactory.getLogger(Serve.class);
    private static final Logger KAFKA = LoggerFactory.getLogger("org.apache.kafka.Client");

    @Override
    public Integer call() {
      LOG.atInfo().log("served");
      KAFKA.atInfo().log("a configuration");
      LoggerFactory.getLogger("org.apache.kafka.controller.QuorumController")
          .atWarn()
          .log("the directory is new");
      KAFKA.atWarn().setCause(new IllegalStateException("the cellar is wet")).log("trouble");
      return 0;
    }
  }

  @Command(name = "talk")
  static final class Talk implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(Talk.class);

    @Override
    public Integer call() {
      String megabyte = "x".repeat(1_000_000);
      IntStream.range(0, 80).forEach(i -> LOG.atInfo().log(megabyte));
      return 0;
    }
  }
}
