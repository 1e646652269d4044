import { defineConfig } from 'vite'

// Fixed names: the pages name them, and whitenoise serves the folder as it is.
export default defineConfig({
  build: {
    outDir: '../tonglu/web/desk/built',
    emptyOutDir: true,
    target: 'es2022',
    rolldownOptions: {
      checks: { eval: false }, // htmx's, for attributes that the pages do not use
      input: 'src/desk.ts',
      output: { entryFileNames: 'desk.js', assetFileNames: 'desk[extname]', codeSplitting: false },
    },
    chunkSizeWarningLimit: 900,
  },
})
