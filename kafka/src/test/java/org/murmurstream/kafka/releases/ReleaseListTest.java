package org.murmurstream.kafka.releases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.murmurstream.schemas.ReleaseStage.PRODUCTION;
import static org.murmurstream.schemas.ReleaseStage.RETIRED;
import static org.murmurstream.schemas.ReleaseStage.STAGING;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.murmurstream.core.UserException;
import org.murmurstream.schemas.ModelRelease;
import org.murmurstream.schemas.ReleaseStage;

class ReleaseListTest {

  private static final ModelRelease LUNG = release("lung", "aa", PRODUCTION);
  private static final ModelRelease FIRST = release("heart", "b1", PRODUCTION);
  private static final ModelRelease BAD = release("heart", "b2", RETIRED);
  private static final ModelRelease SECOND = release("heart", "c3", PRODUCTION);
  private static final ModelRelease NEXT = release("heart", "d4", STAGING);

  private final ReleaseList list = new ReleaseList(List.of(LUNG, FIRST, BAD, SECOND, NEXT));

  @Test
  void shouldListTheLastOfEachNameAndStage() {
    assertThat(list.lastOfEachStage()).containsExactly(SECOND, NEXT, BAD, LUNG);
  }

  @Test
  void shouldListAllTheLatestFirst() {
    assertThat(list.all()).containsExactly(SECOND, FIRST, NEXT, BAD, LUNG);
  }

  @Test
  void shouldFindTheOneInProductionByNameAlone() {
    assertThat(list.find("heart")).isEqualTo(SECOND);
  }

  @Test
  void shouldFindAVersionByItsFirstDigits() {
    assertThat(list.find("heart@d")).isEqualTo(NEXT);
    assertThat(list.find("heart@b2")).isEqualTo(BAD);
  }

  @Test
  void shouldRefuseDigitsThatStandForSeveralVersions() {
    assertThatThrownBy(() -> list.find("heart@b"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("2 releases");
  }

  @Test
  void shouldSayThatThereIsNone() {
    assertThatThrownBy(() -> list.find("kidney"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("kidney");
  }

  private static ModelRelease release(String name, String version, ReleaseStage stage) {
    return ModelRelease.newBuilder()
        .setName(name)
        .setVersion(version)
        .setDigest(version.repeat(32))
        .setLocation("/models/" + version)
        .setStage(stage)
        .setMetrics(Map.of())
        .setReleasedAt(Instant.EPOCH)
        .build();
  }
}
