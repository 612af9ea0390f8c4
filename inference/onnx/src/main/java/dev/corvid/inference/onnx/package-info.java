@NullMarked
package dev.corvid.inference.onnx;

import org.jspecify.annotations.NullMarked;
