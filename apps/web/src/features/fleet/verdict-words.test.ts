import { createTranslator } from "use-intl/core";
import { describe, expect, it } from "vitest";
import { loadBase } from "../../lib/i18n/catalogue";
import type { Locale } from "../../lib/i18n/locales";

/** The sentence as it is read, with every link as its plain text. */
async function say(locale: Locale) {
  const { fleet } = await loadBase(locale);
  const t = createTranslator({ locale, messages: fleet, namespace: "verdict" });
  const hosts = () => "api-3";
  return {
    allLive: (count: number) => t("allLive", { count }),
    silent: (count: number, total: number) => t.markup("silent", { count, total, hosts }),
    silentOnly: () =>
      t.markup("silentOnly", { hosts: () => t.markup("silentSince", { since: "09:14", host: hosts }) }),
    never: (count: number) => t.markup("never", { count, hosts }),
  };
}

describe("the verdict in words", () => {
  it("reads as a sentence in English, one and many", async () => {
    const words = await say("en");
    expect(words.allLive(1)).toBe("1 host live, all eleven states reporting.");
    expect(words.allLive(1400)).toBe("1,400 hosts live, all eleven states reporting.");
    expect(words.silent(1, 14)).toBe("1 of 14 hosts is silent: api-3.");
    expect(words.silentOnly()).toBe("Silent: api-3 since 09:14.");
    expect(words.never(1)).toBe("api-3 is enrolled but has sent no sample yet.");
    expect(words.never(2)).toBe("2 hosts are enrolled but have sent no sample yet.");
  });

  it("reads as a sentence in Chinese", async () => {
    const words = await say("zh-CN");
    expect(words.allLive(1)).toBe("1 台主机在线，十一种状态均有数据。");
    expect(words.silent(2, 14)).toBe("14 台主机中有 2 台没有上报：api-3。");
    expect(words.silentOnly()).toBe("没有上报：api-3（09:14 起）。");
    expect(words.never(1)).toBe("api-3 已登记，但尚未收到样本。");
    expect(words.never(2)).toBe("有 2 台主机已登记，但尚未收到样本。");
  });
});
