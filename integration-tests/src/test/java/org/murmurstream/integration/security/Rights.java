package org.murmurstream.integration.security;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * The rights of each role as docs/security.md lists them, so that what is tried is what it says.
 */
final class Rights {

  private static final Path PAGE = Path.of("../docs/security.md");

  private Rights() {}

  /** What a role is granted, to a user of the role's name. */
  static List<AclBinding> of(String role) {
    try (Stream<String> lines = Files.lines(PAGE)) {
      List<AclBinding> rights =
          lines
              .filter(line -> line.startsWith("| " + role + " |"))
              .flatMap(line -> bindings(role, line))
              .toList();
      if (rights.isEmpty()) {
        throw new IllegalStateException(PAGE + " lists no right of " + role);
      }
      return rights;
    } catch (IOException e) {
      throw new IllegalStateException(PAGE + " cannot be read", e);
    }
  }

  /** | role | topic, group or transactional id | `name` or `beginning*` | operations | */
  private static Stream<AclBinding> bindings(String role, String line) {
    String[] cells = line.split("\\|", -1);
    ResourceType type = ResourceType.fromString(cells[2].strip().replace(' ', '_'));
    String name = cells[3].strip().replace("`", "");
    ResourcePattern resource =
        name.endsWith("*")
            ? new ResourcePattern(type, name.substring(0, name.length() - 1), PatternType.PREFIXED)
            : new ResourcePattern(type, name, PatternType.LITERAL);
    return Arrays.stream(cells[4].split(",", -1))
        .map(operation -> AclOperation.fromString(underscored(operation.strip())))
        .map(
            operation ->
                new AclBinding(
                    resource,
                    new AccessControlEntry(
                        "User:" + role, "*", operation, AclPermissionType.ALLOW)));
  }

  private static String underscored(String camelCase) {
    return camelCase.replaceAll("(?<=[a-z])(?=[A-Z])", "_");
  }
}
