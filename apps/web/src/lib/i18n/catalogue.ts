import type { base as englishBase } from "../../messages/en/base";
import type { texts as englishTexts } from "../../messages/en/texts";
import type { Locale } from "./locales";

/** English is the pattern: catalogue.test.ts holds the other languages to the same keys and arguments. */
export type BaseCatalogue = typeof englishBase;
export type TextsCatalogue = typeof englishTexts;
export type Catalogue = BaseCatalogue & TextsCatalogue;

/** What every page needs, the fleet and the login among them. One language is one chunk. */
export async function loadBase(locale: Locale): Promise<BaseCatalogue> {
  if (locale === "zh-CN") return (await import("../../messages/zh-CN/base")).base as BaseCatalogue;
  return (await import("../../messages/en/base")).base;
}

/** The long texts: a host's page and Learn. */
export async function loadTexts(locale: Locale): Promise<TextsCatalogue> {
  if (locale === "zh-CN") return (await import("../../messages/zh-CN/texts")).texts as TextsCatalogue;
  return (await import("../../messages/en/texts")).texts;
}
