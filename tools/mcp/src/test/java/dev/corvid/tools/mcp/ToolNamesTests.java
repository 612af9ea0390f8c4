package dev.corvid.tools.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ToolNamesTests {
  @Test
  void aNameThatFitsIsKept() {
    assertThat(ToolNames.of(List.of("read_file", "B-2")))
        .containsExactly(Map.entry("read_file", "read_file"), Map.entry("B-2", "B-2"));
  }

  @Test
  void whatAModelCannotBeToldBecomesAnUnderscore() {
    assertThat(ToolNames.of(List.of("files/read it.", "größe", "🐦")).values())
        .containsExactly("files_read_it_", "gr__e", "_");
  }

  @Test
  void whoeverFitsKeepsTheNameAndOthersGetASuffixOfTheirOwn() {
    Map<String, String> names = ToolNames.of(List.of("a.b", "a_b", "a/b"));
    assertThat(names).containsEntry("a_b", "a_b");
    assertThat(names.get("a.b")).matches("a_b_[0-9a-f]{8}");
    assertThat(names.get("a/b")).matches("a_b_[0-9a-f]{8}").isNotEqualTo(names.get("a.b"));
  }

  @Test
  void suffixesDoNotDependOnTheOrder() {
    Map<String, String> names = ToolNames.of(List.of("a.b", "c", "a/b"));
    assertThat(ToolNames.of(List.of("a/b", "a.b")))
        .allSatisfy((k, v) -> assertThat(names).containsEntry(k, v));
  }

  @Test
  void longNamesAreCutAndStayApart() {
    String one = "x".repeat(100) + "1";
    String two = "x".repeat(100) + "2";
    assertThat(ToolNames.of(List.of(one, two)).values())
        .doesNotHaveDuplicates()
        .allSatisfy(name -> assertThat(name).hasSize(64).matches("[a-zA-Z0-9_-]+"));
  }
}
