# Sets JAVA_HOME to a JDK 25, or says what to do. Sourced by ./corvid and ./mvnw: one rule for both.
# A JDK's `release` file is read instead of running `java -version`: that costs no process per candidate.

corvid_is_jdk25() {
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] && grep -q '^JAVA_VERSION="25[."]' "$1/release"
}

corvid_find_jdk() {
  corvid_java=$(command -v java 2>/dev/null || true)
  while [ -n "$corvid_java" ] && [ -L "$corvid_java" ]; do
    corvid_link=$(readlink "$corvid_java")
    case $corvid_link in /*) corvid_java=$corvid_link ;; *) corvid_java=${corvid_java%/*}/$corvid_link ;; esac
  done
  for corvid_home in "${JAVA_HOME-}" "${JAVA_HOME_25_X64-}" "${corvid_java%/bin/java}" \
    /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /opt/*jdk* /opt/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home "${HOME-}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk@25/libexec/openjdk.jdk/Contents/Home /usr/local/opt/openjdk@25/libexec/openjdk.jdk/Contents/Home \
    "${HOME-}"/.sdkman/candidates/java/* "${HOME-}"/.jdks/* "${HOME-}"/.gradle/jdks/* "${HOME-}"/.local/share/mise/installs/java/*; do
    if [ -n "$corvid_home" ] && corvid_is_jdk25 "$corvid_home"; then
      JAVA_HOME=$corvid_home
      export JAVA_HOME
      return 0
    fi
  done
  echo "corvid: no JDK 25 found in JAVA_HOME, on the PATH or in the usual folders (/usr/lib/jvm, ~/.sdkman, ~/.jdks, …)." >&2
  echo "corvid: install one (https://adoptium.net/temurin/releases/?version=25) and set JAVA_HOME to its folder." >&2
  return 1
}

corvid_find_jdk || exit 1
