package dev.corvid.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CorvidFoldersTests {
  private static final Path HOME = Path.of("home").toAbsolutePath();

  @Test
  void ownHomeHoldsEverything() {
    Path own = Path.of("own").toAbsolutePath();
    for (String system : new String[] {"Linux", "Mac OS X", "Windows 11"}) {
      CorvidFolders folders =
          CorvidFolders.of(Map.of("CORVID_HOME", own + "/x/..", "LOCALAPPDATA", "x"), system, HOME);
      assertThat(folders)
          .isEqualTo(
              new CorvidFolders(own.resolve("cache"), own.resolve("data"), own.resolve("config")));
      assertThat(folders.models()).isEqualTo(own.resolve("cache/models"));
    }
  }

  @Test
  void linuxFollowsXdgAndIgnoresRelativeAndEmptyValues() {
    Path cache = HOME.resolve("elsewhere");
    var environment =
        Map.of("XDG_CACHE_HOME", cache.toString(), "XDG_DATA_HOME", "up", "XDG_CONFIG_HOME", "");
    assertThat(CorvidFolders.of(environment, "Linux", HOME))
        .isEqualTo(
            new CorvidFolders(
                cache.resolve("corvid"),
                HOME.resolve(".local/share/corvid"),
                HOME.resolve(".config/corvid")));
  }

  @Test
  void otherSystemsUseTheirOwnFolders() {
    assertThat(CorvidFolders.of(Map.of(), "Mac OS X", HOME).models())
        .isEqualTo(HOME.resolve("Library/Caches/corvid/models"));
    assertThat(CorvidFolders.of(Map.of(), "Windows 11", HOME).models())
        .isEqualTo(HOME.resolve("AppData/Local/corvid/cache/models"));
  }
}
