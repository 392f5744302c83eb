package org.murmurstream.cli.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.core.UserException;
import org.murmurstream.data.circor.CircorRecordings.RecordingFile;

class ExamFilesTest {

  @Test
  void shouldTakePatientAndSiteFromNames() {
    // When
    ExamFiles files = files("in/9_MV_2.wav", "in/9_mv_1.wav", "9_AV.WAV");

    // Then
    assertThat(files.patientId()).isEqualTo("9");
    assertThat(files.recordings())
        .containsExactly(
            file(AuscultationSite.AV, 0, "9_AV.WAV"),
            file(AuscultationSite.MV, 0, "in/9_mv_1.wav"),
            file(AuscultationSite.MV, 1, "in/9_MV_2.wav"));
  }

  @Test
  void shouldBelieveWhoeverSaysTheSite() {
    // When
    ExamFiles files = files("MV=b.wav", "AV=9_PV.wav", "mv=a.wav");

    // Then
    assertThat(files.patientId()).isEqualTo("patient");
    assertThat(files.recordings())
        .containsExactly(
            file(AuscultationSite.AV, 0, "9_PV.wav"),
            file(AuscultationSite.MV, 0, "b.wav"),
            file(AuscultationSite.MV, 1, "a.wav"));
  }

  @Test
  void shouldTakeTheSiteOfTheOptionWhereAFileDoesNotSayIt() {
    // When
    ExamFiles files =
        ExamFiles.of(List.of("9_PV.wav", "TV=b.wav"), Optional.of(AuscultationSite.PHC));

    // Then
    assertThat(files.recordings())
        .containsExactly(
            file(AuscultationSite.TV, 0, "b.wav"), file(AuscultationSite.PHC, 0, "9_PV.wav"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sound.wav            | sound.wav does not tell its site",
        "9_LV.wav             | name it as AV=9_LV.wav",
        "9_AV.wav 10_PV.wav   | 9_AV.wav and 10_PV.wav are named after two patients",
        "9_AV.wav PV=9_AV.wav | 9_AV.wav stands there twice"
      })
  void shouldRefuseWhatIsNoExam(String words, String complaint) {
    assertThatThrownBy(() -> files(words.split(" ", -1)))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(complaint);
  }

  private static ExamFiles files(String... words) {
    return ExamFiles.of(List.of(words), Optional.empty());
  }

  private static RecordingFile file(AuscultationSite site, int index, String path) {
    return new RecordingFile(site, index, Path.of(path));
  }
}
