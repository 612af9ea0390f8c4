package dev.corvid.shell;

import dev.corvid.command.Argument;
import dev.corvid.command.Command;
import dev.corvid.command.Console;
import dev.corvid.command.Invocation;
import dev.corvid.command.Json;
import dev.corvid.command.Result;
import dev.corvid.command.Workbench;
import dev.corvid.inference.catalog.CatalogModel;
import dev.corvid.inference.catalog.ModelStore;
import java.util.List;

/// `model remove`: a downloaded model deleted.
final class ModelRemoveCommand implements Command {
  @Override
  public String name() {
    return "model remove";
  }

  @Override
  public String summary() {
    return "Delete a downloaded model";
  }

  @Override
  public List<Argument> arguments() {
    return List.of(Argument.required("name", "a model of 'corvid model list'"));
  }

  @Override
  public Result run(Invocation invocation, Console console) {
    ModelStore store = new Workbench(invocation, console).store();
    CatalogModel model = store.catalog().require(invocation.argument());
    boolean removed = store.remove(model);
    return new Result(
        Json.object("models", List.of(ModelListCommand.json(store, model)), "removed", removed),
        removed ? "Removed " + model.name() + "." : model.name() + " was not there.");
  }
}
