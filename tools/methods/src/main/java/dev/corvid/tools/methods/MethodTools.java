package dev.corvid.tools.methods;

import dev.corvid.agent.spi.Tool;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Finds the tools of objects.
public final class MethodTools {
  private MethodTools() {}

  /// The methods of these objects that are marked as tools, those that they inherit included.
  ///
  /// @throws IllegalArgumentException if one cannot be a tool: its name is not legal or not its
  ///   own, a parameter has no name, or no JSON can be made of one's type
  public static List<Tool> of(Object... objects) {
    return of(Arrays.asList(objects));
  }

  /// @throws IllegalArgumentException if one cannot be a tool
  public static List<Tool> of(List<?> objects) {
    Map<String, MethodTool> tools = new LinkedHashMap<>();
    for (Object object : objects) {
      for (Method method : marked(object.getClass())) {
        MethodTool tool = MethodTool.of(object, method);
        MethodTool other = tools.putIfAbsent(tool.spec().name(), tool);
        if (other != null) {
          throw new IllegalArgumentException(
              "two tools are called '%s': %s and %s; give one another name in @CorvidTool"
                  .formatted(tool.spec().name(), other.label(), tool.label()));
        }
      }
    }
    return List.copyOf(tools.values());
  }

  /// In the order of their names, since reflection has none.
  private static List<Method> marked(Class<?> type) {
    List<Method> methods = new ArrayList<>();
    for (Class<?> each = type; each != null; each = each.getSuperclass()) {
      for (Method method : each.getDeclaredMethods()) {
        if (method.isAnnotationPresent(CorvidTool.class)
            && !method.isBridge()
            && !Modifier.isAbstract(method.getModifiers())
            && methods.stream().noneMatch(known -> isOverriding(known, method))) {
          methods.add(method);
        }
      }
    }
    methods.sort(Comparator.comparing(Method::getName));
    return methods;
  }

  private static boolean isOverriding(Method lower, Method upper) {
    return lower.getName().equals(upper.getName())
        && Arrays.equals(lower.getParameterTypes(), upper.getParameterTypes());
  }
}
