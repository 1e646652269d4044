import vue from "@vitejs/plugin-vue";
import { fileURLToPath } from "node:url";
import { VitePWA } from "vite-plugin-pwa";
import { defineConfig } from "vitest/config";
import { catalogue } from "./build/catalogue.ts";
import { ownFonts } from "./build/own-fonts.ts";

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

export default defineConfig({
  base: "/phone/",
  plugins: [
    vue(),
    catalogue(),
    ownFonts(),
    VitePWA({
      // A call may be under way when a new version arrives: the person is asked, nothing reloads by itself.
      registerType: "prompt",
      includeAssets: ["icon.svg", "icon-180.png"],
      manifest: {
        name: "通路 Tonglu",
        short_name: "通路",
        lang: "zh-CN",
        start_url: "/phone/",
        scope: "/phone/",
        display: "standalone",
        orientation: "portrait",
        theme_color: "#0f6b5c",
        background_color: "#f3f6f5",
        icons: [
          { src: "icon-192.png", sizes: "192x192", type: "image/png" },
          { src: "icon-512.png", sizes: "512x512", type: "image/png" },
          { src: "icon-512.png", sizes: "512x512", type: "image/png", purpose: "maskable" },
        ],
      },
      workbox: {
        globPatterns: ["**/*.{js,css,html,svg,png,woff2}"],
        navigateFallback: "index.html",
        navigateFallbackDenylist: [/^\/phone\/api\//],
        clientsClaim: true, // the first load works offline at once, not only after a reload
        cleanupOutdatedCaches: true,
      },
    }),
  ],
  build: {
    outDir: path("../tonglu/web/phone/built"),
    emptyOutDir: true,
    target: "es2022",
  },
  server: { proxy: { "/phone/api": "http://127.0.0.1:8000" } },
  test: {
    environment: "node",
    include: ["src/**/*.test.ts"],
    setupFiles: ["./build/test-setup.ts"],
  },
});
