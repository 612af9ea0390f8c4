/// What the programs share: commands and their options, output, exit codes, and how the parts are
/// wired. Start with [Command], [Program] and [Workbench].
///
/// ```java
/// public static void main(String[] line) {
///   new Program("Corvid", List.of(new AskCommand(), new IndexCommand())).main(line);
/// }
/// ```
@NullMarked
package dev.corvid.command;

import org.jspecify.annotations.NullMarked;
