/// The program `./corvid`. Start with [Main], [AskCommand] and [Library]; `design/01` says how the
/// launcher finds and starts it.
///
/// ```sh
/// ./corvid ask --docs manuals "How do I reset the pump?"
/// ```
@NullMarked
package dev.corvid.shell;

import org.jspecify.annotations.NullMarked;
