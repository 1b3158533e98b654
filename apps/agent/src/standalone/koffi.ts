import { tmpdir } from "node:os";
import { getAsset } from "node:sea";
import { nativeModuleFolders, processEnvironment } from "./config.js";
import { loadNativeModule } from "./native-module.js";

/**
 * Stands in for the package `koffi` in the one-file agent: the same functions, from the native module that the
 * file carries. Loaded when the first system call is to be made.
 */
const native = loadNativeModule(
  new Uint8Array(getAsset("koffi.node")),
  nativeModuleFolders(processEnvironment(), tmpdir()),
);

export default native;
