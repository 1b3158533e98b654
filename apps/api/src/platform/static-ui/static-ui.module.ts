import { Global, Module } from "@nestjs/common";
import { StaticUi } from "./static-ui.js";

@Global()
@Module({ providers: [StaticUi], exports: [StaticUi] })
export class StaticUiModule {}
