//! Whether a `Content-Type` is `text/event-stream`.
//!
//! Knows the algorithm [extract a MIME type](https://fetch.spec.whatwg.org/#concept-header-extract-mime-type),
//! as far as the essence; not what follows from the answer.
//!
//! | `Content-Type` | |
//! |---|---|
//! | `Text/Event-Stream ; charset=x` | yes |
//! | `text/event-stream;` | yes |
//! | `text/event-streams` | no |
//! | `text/plain, text/event-stream` | yes: of several values the last counts |

/// Whether the essence of the header's MIME type is `text/event-stream`.
pub(crate) fn is_event_stream(content_type: &[u8]) -> bool {
    let mut answer = false;
    for value in values(content_type) {
        match essence(value) {
            // Step 6.3: neither is a MIME type that counts.
            None | Some((b"*", b"*")) => {}
            Some((kind, subtype)) => {
                answer = kind.eq_ignore_ascii_case(b"text") && subtype.eq_ignore_ascii_case(b"event-stream");
            }
        }
    }
    answer
}

/// [Get, decode, and split](https://fetch.spec.whatwg.org/#header-value-get-decode-and-split): at the commas
/// that are not inside a quoted string.
fn values(header: &[u8]) -> impl Iterator<Item = &[u8]> {
    let (mut quoted, mut escaped) = (false, false);
    header.split(move |byte| {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b',' => return !quoted,
            _ => {}
        }
        false
    })
}

/// Type and subtype of a value, if it [parses](https://mimesniff.spec.whatwg.org/#parse-a-mime-type).
fn essence(value: &[u8]) -> Option<(&[u8], &[u8])> {
    let mut parts = value.splitn(2, |&byte| byte == b'/');
    let mut kind = parts.next()?;
    let mut subtype = parts.next()?.split(|&byte| byte == b';').next()?;
    while let [b'\t' | b'\n' | b'\r' | b' ', rest @ ..] = kind {
        kind = rest;
    }
    while let [rest @ .., b'\t' | b'\n' | b'\r' | b' '] = subtype {
        subtype = rest;
    }
    (is_token(kind) && is_token(subtype)).then_some((kind, subtype))
}

/// Whether it is solely HTTP token code points, and at least one.
fn is_token(bytes: &[u8]) -> bool {
    !bytes.is_empty() && bytes.iter().all(|byte| byte.is_ascii_alphanumeric() || MARKS.contains(byte))
}

const MARKS: &[u8] = b"!#$%&'*+-.^_`|~";

#[cfg(test)]
mod tests {
    use super::is_event_stream;

    #[test]
    fn any_parameters_any_case() {
        for yes in [
            "text/event-stream",
            "TEXT/Event-Stream",
            "text/event-stream;",
            " \ttext/event-stream \t; charset=windows-1251",
            "text/event-stream;charset=\"a,b\"",
            "text/event-stream;x=\"\\\",text/plain",
            "text/plain, text/event-stream",
            "text/event-stream, */*",
            "text/event-stream, nonsense",
            "text/event-stream,",
        ] {
            assert!(is_event_stream(yes.as_bytes()), "{yes}");
        }
    }

    #[test]
    fn nothing_else() {
        for no in [
            "",
            "text",
            "text/",
            "/event-stream",
            "text/event-streamX",
            "text/event-stream-bogus",
            "text/event stream",
            "text /event-stream",
            "text/ event-stream",
            "text/event-stream charset=utf-8",
            "text/plain",
            "application/event-stream",
            "text/event-stream, text/plain",
            "*/*",
        ] {
            assert!(!is_event_stream(no.as_bytes()), "{no}");
        }
    }
}
