package org.murmurstream.benchmarks.result;

/** What is measured, in the order in which each adds something to another before it. */
public enum BenchStage {
  CONSUME("consume the bytes"),
  COPY("consume and produce them, exactly once"),
  FREE("pipeline, free model"),
  RESTORE("its stores restored"),
  FREE_AT_LEAST_ONCE("pipeline, free model, at least once"),
  FREE_LATENCY("last chunk to answer, free model"),
  EVALUATE("evaluate, one thread a core"),
  PIPELINE("pipeline, the model"),
  LATENCY("last chunk to answer, the model"),
  EVALUATE_BUSY("evaluate, other programs on the cores"),
  PIPELINE_BUSY("pipeline, other programs on the cores"),
  ONE_INSTANCE("1 instance of one ear"),
  TWO_INSTANCES("2 instances of one ear each"),
  THREE_INSTANCES("3 instances of one ear each"),
  EVALUATE_VIT("evaluate, ViT-base of random weights"),
  PIPELINE_VIT("pipeline, ViT-base of random weights"),
  DEMO("demo, from start to first verdict");

  private final String title;

  BenchStage(String title) {
    this.title = title;
  }

  /** For people. */
  public String title() {
    return title;
  }
}
