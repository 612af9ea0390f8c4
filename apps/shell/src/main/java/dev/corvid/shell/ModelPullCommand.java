package dev.corvid.shell;

import dev.corvid.command.Argument;
import dev.corvid.command.Command;
import dev.corvid.command.Console;
import dev.corvid.command.Invocation;
import dev.corvid.command.Json;
import dev.corvid.command.Result;
import dev.corvid.command.Workbench;
import dev.corvid.inference.catalog.CatalogModel;
import java.nio.file.Path;
import java.util.List;

/// `model pull`: a model of the catalogue brought to this machine, or checked if it is there.
final class ModelPullCommand implements Command {
  @Override
  public String name() {
    return "model pull";
  }

  @Override
  public String summary() {
    return "Download a model, or check the one that is there";
  }

  @Override
  public List<Argument> arguments() {
    return List.of(Argument.required("name", "a model of 'corvid model list'"));
  }

  @Override
  public Result run(Invocation invocation, Console console) {
    Workbench workbench = new Workbench(invocation, console);
    CatalogModel model = workbench.store().catalog().require(invocation.argument());
    boolean present = workbench.store().present(model);
    Path file = workbench.pull(model);
    if (present) {
      workbench.store().verify(model);
    }
    return new Result(
        Json.object(
            "models", List.of(ModelListCommand.json(workbench.store(), model)), "file", file),
        present ? "%s is present and intact: %s".formatted(model.name(), file) : file.toString());
  }
}
