package dev.corvid.shell;

import java.time.Instant;
import java.util.regex.Pattern;
import org.jline.reader.impl.history.DefaultHistory;

/// The lines that were typed, but for those that look as if they had a secret in them: these are
/// neither kept on disk nor offered again.
final class DiscreetHistory extends DefaultHistory {
  private static final Pattern SECRET =
      Pattern.compile(
          "(?i)(?:passw(?:or)?d|passphrase|\\bpass\\b|secret|token|api[_-]?key|credential|authorization|bearer"
              + "|private[_-]?key)\\w{0,16}[\"']?\\s{0,3}(?:[=:]|\\bis\\b|\\s)\\s{0,3}\\S"
              + "|\\b(?:sk|pk|ghp|gho|xox[bp]|hf|AKIA|eyJ)[_-]?[A-Za-z0-9_-]{16,}"
              + "|://[^/\\s:@]{1,64}:[^/\\s@]{1,64}@");

  @Override
  public void add(Instant time, String line) {
    if (!holdsSecret(line)) {
      super.add(time, line);
    }
  }

  static boolean holdsSecret(String line) {
    return SECRET.matcher(line).find();
  }
}
