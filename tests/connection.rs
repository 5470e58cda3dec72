//! The connection as a host sees it: its [`table`], cell by cell, and its promises, one sentence for each
//! test: [`promises`], [`renewal`], [`retrying`] and [`returning`].
//!
//! Knows inputs, actions and the ready state. Must not know how the phases are implemented, nor more of the grammar than
//! a field. A bug is a new cell, way or sentence first, then its fix.
#![cfg(not(target_arch = "wasm32"))]

use eventsource_wasm::connection::Input::Chunk;
use eventsource_wasm::connection::{Action, Connection, Input, Retry};

#[path = "connection/promises.rs"]
mod promises;
#[path = "connection/renewal.rs"]
mod renewal;
#[path = "connection/retrying.rs"]
mod retrying;
#[path = "connection/returning.rs"]
mod returning;
#[path = "connection/table.rs"]
mod table;

const LIMIT: usize = 32;
/// The reason is [`Reason::EventTooLarge`](eventsource_wasm::connection::Reason::EventTooLarge).
const TOO_LARGE: Action = Action::FireError;

const OK: Input<'_> = of_status(200);
const BROKEN: Input<'_> = Input::NetworkError { futile: false };
const FUTILE: Input<'_> = Input::NetworkError { futile: true };
const REFUSED: Input<'_> = Input::CorsProbed { refused: true };
const NOT_REFUSED: Input<'_> = Input::CorsProbed { refused: false };
const ENDLESS: Input<'_> = Chunk(b"data:0123456789012345678901234567890123456789");

const fn response(status: u16, content_type: &str) -> Input<'_> {
    Input::Response { status, content_type: content_type.as_bytes(), retry: Retry::Never }
}

const fn of_status(status: u16) -> Input<'static> {
    response(status, "text/event-stream")
}

/// A connection that has processed these inputs, and whose actions were all performed.
fn after(inputs: &[Input<'_>]) -> Connection {
    let mut connection = Connection::new(LIMIT);
    actions(&mut connection);
    for &input in inputs {
        handled(&mut connection, input);
    }
    connection
}

fn actions(connection: &mut Connection) -> Vec<Action> {
    std::iter::from_fn(|| connection.poll()).collect()
}

fn handled(connection: &mut Connection, input: Input<'_>) -> Vec<Action> {
    connection.handle(input);
    actions(connection)
}

fn data(connection: &Connection) -> Vec<String> {
    connection.batch().iter().map(|event| event.data.into()).collect()
}
