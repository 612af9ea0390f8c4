/// Language models in GGUF files, decoded in this process in pure Java. Start with
/// [LocalLanguageModel], [ModelFile] and [Tokenizer].
///
/// ```java
/// try (var model = LocalLanguageModel.open(Path.of("model.gguf"), ModelSettings.defaults())) {
///   Prompt prompt = Prompt.chat(Message.user("Name a bird."));
///   model.generate(prompt, GenerationOptions.greedy(32), GenerationListener.SILENT).text();
/// }
/// ```
///
/// The kernels use `jdk.incubator.vector` where the JVM runs with `--add-modules
/// jdk.incubator.vector`, and plain Java otherwise, many times slower.
@NullMarked
package dev.corvid.inference;

import org.jspecify.annotations.NullMarked;
