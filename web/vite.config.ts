// How the page is built and tested: Vite with React and Tailwind, and no styles that a strict CSP would refuse.
import { fileURLToPath } from "node:url";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const producer = process.env["PRODUCER_URL"] ?? "http://127.0.0.1:8080";

export default defineConfig({
  plugins: [react(), tailwindcss(), toastStylesFromFile()],
  resolve: {
    alias: {
      "~": here("./src"),
      "react-style-singleton": here("./src/lib/style-singleton.ts"),
    },
  },
  server: {
    proxy: Object.fromEntries(
      ["/api", "/auth/", "/portal/", "/enqueue", "/events", "/health", "/metrics", "/openapi.json", "/docs"].map((path) => [
        path,
        producer,
      ]),
    ),
  },
  build: {
    target: "es2022",
    manifest: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  test: {
    environment: "happy-dom",
    // A window for each file would be made, and React read, two dozen times: four fifths of the run.
    isolate: false,
    setupFiles: ["./src/test/setup.ts"],
    include: ["src/**/*.test.{ts,tsx}"],
    restoreMocks: true,
    unstubGlobals: true,
  },
});

/**
 * Sonner writes its styles into a `<style>` element, which `style-src 'self'` refuses; `app.css` imports the same styles as
 * a file. The build fails when a new version of it writes them in another way.
 */
function toastStylesFromFile(): Plugin {
  const written = /^__insertCSS\(".*"\);?$/m;
  return {
    name: "toast-styles-from-file",
    apply: "build",
    transform(code, id) {
      if (!id.endsWith("/sonner/dist/index.mjs")) return null;
      if (!written.test(code)) throw new Error("sonner inserts its styles in a new way: see toastStylesFromFile in vite.config.ts");
      return { code: code.replace(written, ""), map: null };
    },
  };
}
