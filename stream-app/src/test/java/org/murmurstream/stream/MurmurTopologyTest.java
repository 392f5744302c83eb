package org.murmurstream.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.murmurstream.schemas.Site.AV;
import static org.murmurstream.schemas.Site.MV;
import static org.murmurstream.schemas.Site.PV;
import static org.murmurstream.schemas.Site.TV;
import static org.murmurstream.stream.testing.Exams.exam;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.murmurstream.schemas.MurmurPrediction;
import org.murmurstream.schemas.PredictionStatus;
import org.murmurstream.stream.testing.StubEar;

class MurmurTopologyTest {

  @TempDir Path state;
  private Pipeline pipeline;

  @BeforeEach
  void start() {
    pipeline = new Pipeline(state, StubEar::new);
  }

  @AfterEach
  void stop() {
    pipeline.close();
  }

  @Test
  void shouldAnswerAtOnceWhenEverySiteIsComplete() {
    // When
    pipeline.send(exam("p1", "e1").with(AV, PV, TV, MV));

    // Then
    assertThat(pipeline.answer())
        .returns(PredictionStatus.COMPLETE, MurmurPrediction::getStatus)
        .returns(1, MurmurPrediction::getRevision);
    assertThat(pipeline.deadLetters()).isEmpty();
  }
}
