package dev.corvid.autoconfigure;

import dev.corvid.tools.methods.CorvidTool;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ClassUtils;

/// Beans with methods that are tools. Only these are made for it.
final class MarkedBeans {
  private MarkedBeans() {}

  static List<Object> in(ConfigurableListableBeanFactory factory) {
    List<Object> marked = new ArrayList<>();
    for (String name : factory.getBeanDefinitionNames()) {
      if (!factory.getMergedBeanDefinition(name).isAbstract()
          && isMarked(factory.getType(name, false))) {
        marked.add(factory.getBean(name));
      }
    }
    return marked;
  }

  private static boolean isMarked(@Nullable Class<?> type) {
    return type != null
        && !type.getName().startsWith("org.springframework.")
        && !MethodIntrospector.selectMethods(
                ClassUtils.getUserClass(type),
                (MethodIntrospector.MetadataLookup<Boolean>)
                    method ->
                        AnnotatedElementUtils.hasAnnotation(method, CorvidTool.class) ? true : null)
            .isEmpty();
  }
}
