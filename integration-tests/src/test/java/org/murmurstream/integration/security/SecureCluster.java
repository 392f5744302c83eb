package org.murmurstream.integration.security;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.murmurstream.kafka.Connection;
import org.murmurstream.kafka.topics.TopicAdmin;
import org.murmurstream.local.SharedCluster;
import org.murmurstream.local.broker.EmbeddedBroker;
import org.murmurstream.local.broker.Listening;
import org.murmurstream.local.registry.EmbeddedRegistry;

/**
 * A broker that lets in over TLS whom it knows by SCRAM-SHA-256, to what its ACLs grant, and a
 * registry. The listener without either is for who sets it up.
 */
final class SecureCluster implements AutoCloseable {

  private final EmbeddedBroker broker;
  private final EmbeddedRegistry registry;
  private final Admin admin;
  private final int port;
  private final Path trustStore;

  SecureCluster(Path directory) throws Exception {
    var certificates = new Certificates(directory);
    Path keyStore = certificates.keyStore("broker", "dns:localhost,ip:127.0.0.1");
    trustStore = certificates.trustStore(keyStore, "broker");
    int plain = freePort();
    int controller = freePort();
    port = freePort();
    broker =
        EmbeddedBroker.start(
            directory.resolve("broker"),
            new Listening(plain, 0, Optional.empty()),
            settings(plain, controller, port, keyStore));
    admin = Admin.create(setUp().kafka());
    try (var topics = new TopicAdmin(setUp(), java.time.Duration.ofSeconds(30))) {
      var specs = TopicAdmin.catalogue();
      specs.replaceAll((name, spec) -> SharedCluster.narrow(spec));
      topics.create(specs, Optional.empty());
    }
    registry =
        EmbeddedRegistry.start(setUp(), new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  /** Makes a user, whose password is the name with a dash and "secret". */
  void user(String name, Collection<AclBinding> rights) throws Exception {
    admin
        .alterUserScramCredentials(
            List.of(
                new UserScramCredentialUpsertion(
                    name,
                    new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_256, 4096),
                    password(name))))
        .all()
        .get();
    admin.createAcls(rights).all().get();
  }

  /** Takes a right away. */
  void revoke(AclBinding right) throws Exception {
    admin
        .deleteAcls(
            List.of(new AclBindingFilter(right.pattern().toFilter(), right.entry().toFilter())))
        .all()
        .get();
  }

  /** As a user comes in. */
  Connection as(String user) {
    return as(user, password(user), trustStore);
  }

  Connection as(String user, String password, Path trustStore) {
    return new Connection(
        "localhost:" + port,
        registry.url(),
        Map.of(
            "security.protocol",
            "SASL_SSL",
            "sasl.mechanism",
            "SCRAM-SHA-256",
            "sasl.jaas.config",
            jaas(user, password),
            "ssl.truststore.type",
            "PKCS12",
            "ssl.truststore.location",
            trustStore.toString(),
            "ssl.truststore.password",
            Certificates.PASSWORD));
  }

  String registry() {
    return registry.url();
  }

  static String password(String user) {
    return user + "-secret";
  }

  private static String jaas(String user, String password) {
    return "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"%s\" password=\"%s\";"
        .formatted(user, password);
  }

  private Connection setUp() {
    return new Connection(broker.bootstrapServers(), "");
  }

  private static Map<String, String> settings(
      int plain, int controller, int secure, Path keyStore) {
    Map<String, String> settings = new HashMap<>();
    settings.put(
        "listeners",
        "LOCAL://localhost:%d,CONTROLLER://localhost:%d,SECURE://localhost:%d"
            .formatted(plain, controller, secure));
    settings.put(
        "advertised.listeners",
        "LOCAL://localhost:%d,SECURE://localhost:%d".formatted(plain, secure));
    settings.put(
        "listener.security.protocol.map", "LOCAL:PLAINTEXT,CONTROLLER:PLAINTEXT,SECURE:SASL_SSL");
    settings.put("controller.quorum.voters", "1@localhost:" + controller);
    settings.put(
        "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
    settings.put("allow.everyone.if.no.acl.found", "false");
    settings.put("super.users", "User:ANONYMOUS");
    settings.put("sasl.enabled.mechanisms", "SCRAM-SHA-256");
    settings.put(
        "listener.name.secure.scram-sha-256.sasl.jaas.config",
        "org.apache.kafka.common.security.scram.ScramLoginModule required;");
    settings.put("ssl.keystore.type", "PKCS12");
    settings.put("ssl.keystore.location", keyStore.toString());
    settings.put("ssl.keystore.password", Certificates.PASSWORD);
    settings.put("ssl.key.password", Certificates.PASSWORD);
    return settings;
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    admin.close();
    registry.close();
    broker.close();
  }
}
