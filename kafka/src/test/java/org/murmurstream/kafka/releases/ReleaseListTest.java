package org.murmurstream.kafka.releases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.murmurstream.core.Release.Stage.PRODUCTION;
import static org.murmurstream.core.Release.Stage.RETIRED;
import static org.murmurstream.core.Release.Stage.STAGING;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.murmurstream.core.Release;
import org.murmurstream.core.UserException;

class ReleaseListTest {

  private static final Release LUNG = release("lung", "aa", PRODUCTION);
  private static final Release FIRST = release("heart", "b1", PRODUCTION);
  private static final Release BAD = release("heart", "b2", RETIRED);
  private static final Release SECOND = release("heart", "c3", PRODUCTION);
  private static final Release NEXT = release("heart", "d4", STAGING);

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
  void shouldTellWhosePlaceAReleaseToProductionTakes() {
    assertThat(list.inProduction("heart")).contains(SECOND);
    assertThat(list.inProduction("lung")).contains(LUNG);
  }

  @Test
  void shouldTakeThePlaceOfTheLastOfAnyNameWhereTheNameIsNew() {
    assertThat(list.inProduction("kidney")).contains(SECOND);
    assertThat(new ReleaseList(List.of(BAD, NEXT)).inProduction("heart")).isEmpty();
  }

  @Test
  void shouldSayThatThereIsNone() {
    assertThatThrownBy(() -> list.find("kidney"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("kidney");
  }

  private static Release release(String name, String version, Release.Stage stage) {
    return new Release(
        name, version, version.repeat(32), "/models/" + version, stage, Map.of(), Instant.EPOCH);
  }
}
