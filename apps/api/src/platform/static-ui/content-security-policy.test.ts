import { describe, expect, it } from "vitest";
import { inlineScriptSources } from "./content-security-policy.js";

describe("inlineScriptSources", () => {
  it("hashes exactly what lies between the tags, and passes over scripts with a source", () => {
    const html = `<script src="/a.js"></script><script src="/b.js" async="">ignored</script><SCRIPT id="x">alert(1)</SCRIPT>`;
    // openssl dgst -sha256 -binary <<< of the eight bytes "alert(1)", in base64.
    expect(inlineScriptSources(html)).toEqual(["'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='"]);
  });

  it("takes scripts over several lines and data scripts, and no empty ones", () => {
    const html = `<script>\na\n</script><script></script><script type="application/json">{}</script>`;
    expect(inlineScriptSources(html)).toHaveLength(2);
  });
});
