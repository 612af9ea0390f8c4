/// An interpreter for the part of Jinja that chat templates use. Start with [Template]. Templates
/// come from model files and are not trusted: there is no access to Java, and time, depth and
/// output are bounded. A rendered [Text] knows which of its characters came from the template and
/// which from the data.
///
/// Language: the Jinja 2 template designer documentation, with the settings of Hugging Face's
/// `apply_chat_template` (`trim_blocks`, `lstrip_blocks`, loop controls).
@NullMarked
package dev.corvid.inference.internal.template;

import org.jspecify.annotations.NullMarked;
