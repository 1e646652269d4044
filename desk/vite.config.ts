import { defineConfig } from 'vite'

// Fixed names: the pages name them, and whitenoise serves the folder as it is.
export default defineConfig({
  build: {
    outDir: '../tonglu/web/desk/built',
    emptyOutDir: true,
    target: 'es2022',
    rollupOptions: {
      input: 'src/desk.ts',
      output: { entryFileNames: 'desk.js', assetFileNames: 'desk[extname]', codeSplitting: false },
    },
    chunkSizeWarningLimit: 900,
  },
})
