import { Module } from "@nestjs/common";
import { LoginService } from "./login.service.js";
import { LoginThrottle } from "./login-throttle.js";
import { PasswordHasher } from "./password-hasher.js";
import { SessionController } from "./session.controller.js";
import { SetupController } from "./setup.controller.js";
import { SetupService } from "./setup.service.js";
import { UsersRepository } from "./users.repository.js";

@Module({
  controllers: [SessionController, SetupController],
  providers: [UsersRepository, PasswordHasher, LoginThrottle, LoginService, SetupService],
  exports: [SetupService],
})
export class UsersModule {}
