package dev.corvid.shell;

import dev.corvid.command.Argument;
import dev.corvid.command.Command;
import dev.corvid.command.Console;
import dev.corvid.command.Invocation;
import dev.corvid.command.Json;
import dev.corvid.command.Result;
import dev.corvid.command.UsageException;
import dev.corvid.command.Workbench;
import dev.corvid.inference.Metadata;
import dev.corvid.inference.ModelFile;
import dev.corvid.inference.Tensor;
import dev.corvid.inference.catalog.CatalogModel;
import dev.corvid.inference.catalog.ModelStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/// `model info`: what is in a model file, read from the file itself.
final class ModelInfoCommand implements Command {
  @Override
  public String name() {
    return "model info";
  }

  @Override
  public String summary() {
    return "Show what a model file holds";
  }

  @Override
  public List<Argument> arguments() {
    return List.of(Argument.required("name|file", "a model that was pulled, or a GGUF file"));
  }

  @Override
  public Result run(Invocation invocation, Console console) {
    Workbench workbench = new Workbench(invocation, console);
    try (ModelFile file = ModelFile.open(file(invocation.argument(), workbench.store()))) {
      return result(invocation.argument(), file);
    }
  }

  /// Asking about a model is no reason to download it.
  private static Path file(String name, ModelStore store) {
    if (Workbench.isFile(name)) {
      return Workbench.ownFile(name);
    }
    CatalogModel model = store.catalog().require(name);
    if (!store.path(model).toFile().exists()) {
      throw new UsageException(
          name + " is not on this machine.", "Download it: 'corvid model pull " + name + "'.");
    }
    return store.path(model);
  }

  private static Result result(String name, ModelFile file) {
    Metadata metadata = file.metadata();
    String architecture = metadata.string("general.architecture");
    int context = metadata.integer(architecture + ".context_length", 0);
    long parameters = file.tensors().values().stream().mapToLong(Tensor::weights).sum();
    Map<String, Long> types =
        file.tensors().values().stream()
            .map(Tensor::typeName)
            .collect(
                Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
    String template = metadata.string("tokenizer.chat_template", "");
    String text =
        String.format(
            Locale.ROOT,
            "file          %s%nsize          %s%narchitecture  %s%nparameters    %,d%n"
                + "context       %,d tokens%ntensors       %s%nchat template %s%n",
            file.path(),
            Console.bytes(file.bytes()),
            Texts.oneLine(architecture, 60),
            parameters,
            context,
            types.entrySet().stream()
                .map(e -> e.getValue() + " " + e.getKey())
                .collect(Collectors.joining(", ")),
            template.isEmpty() ? "none" : template.length() + " characters");
    return new Result(
        Json.object(
            "name",
            name,
            "file",
            file.path(),
            "bytes",
            file.bytes(),
            "architecture",
            architecture,
            "parameters",
            parameters,
            "context",
            context,
            "quantisation",
            types,
            "template",
            template),
        text);
  }
}
