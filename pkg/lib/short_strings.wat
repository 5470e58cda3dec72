;; A string of so many bytes of ASCII, at most 256 (SHORT in string_decoder.js), by WebAssembly's string builtins: see short_strings.js.
;; Rust has no arrays that the engine manages, and those are what the builtin takes: so this is written by hand.
(module
  (type $units (array (mut i16)))
  (type $from_units (func (param (ref null $units) i32 i32) (result (ref extern))))
  (import "" "m" (memory 1))
  (import "wasm:js-string" "fromCharCodeArray" (func $from_units (type $from_units)))
  (global $units (ref $units) (array.new_default $units (i32.const 256)))
  (func (export "s") (param $start i32) (param $length i32) (result (ref extern))
    (local $at i32)
    (local.set $at (local.get $length))
    (loop $next
      (if (local.get $at)
        (then
          (array.set $units
            (global.get $units)
            (local.tee $at (i32.sub (local.get $at) (i32.const 1)))
            (i32.load8_u (i32.add (local.get $start) (local.get $at))))
          (br $next))))
    (call $from_units (global.get $units) (i32.const 0) (local.get $length))))
