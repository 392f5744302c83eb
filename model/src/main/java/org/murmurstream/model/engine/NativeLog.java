package org.murmurstream.model.engine;

import ai.djl.pytorch.jni.LibUtils;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What PyTorch's native code writes to standard error, past every log of Java's: from errors on.
 *
 * <p>Its warnings are of no use to a user and come at any time, in the middle of a table or a bar:
 * on some processors, once for every small convolution, that NNPACK does not support the hardware,
 * whereupon PyTorch takes another kernel. PyTorch's own variable {@code TORCH_CPP_LOG_LEVEL} says
 * otherwise; DJL does not have PyTorch read it, so this does.
 */
final class NativeLog {

  static final int ERROR = 2;

  private static final Logger LOG = LoggerFactory.getLogger(NativeLog.class);

  private static final String VARIABLE = "TORCH_CPP_LOG_LEVEL";
  private static final String LEVEL = "FLAGS_caffe2_log_level";
  private static final String READ_VARIABLE = "_ZN3c1011initLoggingEv";

  private NativeLog() {}

  /** To be called once PyTorch is loaded. Where it cannot be done, PyTorch goes on warning. */
  static void quieten() {
    try {
      if (System.getenv(VARIABLE) == null) {
        level().setInt(0, ERROR);
      } else {
        library().getFunction(READ_VARIABLE).invokeVoid(new Object[0]);
      }
    } catch (LinkageError | RuntimeException e) {
      LOG.atDebug().setCause(e).log("PyTorch's native warnings stay");
    }
  }

  /** The least severe that is written: 0 is information, 1 warnings, 2 errors. */
  static Pointer level() {
    return library().getGlobalVariableAddress(LEVEL);
  }

  private static NativeLibrary library() {
    return NativeLibrary.getInstance(Path.of(LibUtils.getLibtorchPath(), "libc10.so").toString());
  }
}
