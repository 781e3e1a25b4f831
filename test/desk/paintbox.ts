// What the Studio draws with, loaded when a test file is: vitest loads a module that is asked for later in the name of whoever
// asks first, and when a Durable Object has ended meanwhile, nobody is ever given it.
import '../../data/public/logo.png';
import '@expo-google-fonts/source-serif-4/700Bold/SourceSerif4_700Bold.ttf';
import '@fontsource/source-sans-3/files/source-sans-3-latin-600-normal.woff2';
import '@takumi-rs/wasm/takumi_wasm_bg.wasm';
import '../../src/card/painter.ts';
