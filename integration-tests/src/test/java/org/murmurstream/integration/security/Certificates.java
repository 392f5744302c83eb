package org.murmurstream.integration.security;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Keys and certificates made by the JDK's keytool, in PKCS12 stores that share one password. */
final class Certificates {

  static final String PASSWORD = "store-passw0rd";

  private final Path directory;

  Certificates(Path directory) {
    this.directory = directory;
  }

  /**
   * A key with a certificate it signed itself.
   *
   * @param names what it is made out to, as keytool writes them: {@code dns:localhost}
   */
  Path keyStore(String alias, String names) {
    Path store = directory.resolve(alias + ".p12");
    keytool(
        store,
        "-genkeypair",
        "-alias",
        alias,
        "-keyalg",
        "EC",
        "-dname",
        "CN=" + alias,
        "-ext",
        "san=" + names);
    return store;
  }

  /** The certificate in such a store, for those who are to trust it. */
  Path trustStore(Path keyStore, String alias) {
    Path certificate = directory.resolve(alias + ".pem");
    keytool(keyStore, "-exportcert", "-rfc", "-alias", alias, "-file", certificate.toString());
    Path store = directory.resolve(alias + "-trust.p12");
    keytool(store, "-importcert", "-noprompt", "-alias", alias, "-file", certificate.toString());
    return store;
  }

  private static void keytool(Path store, String... arguments) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(
        List.of("-keystore", store.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD));
    try {
      Process keytool =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
        throw new IllegalStateException("keytool failed: " + String.join(" ", arguments));
      }
    } catch (IOException e) {
      throw new IllegalStateException("no keytool", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
