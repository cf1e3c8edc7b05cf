//! `wenda schema`: JSON Schemas, for editors and for whoever reads exports.

use crate::troubleshooter::{EXPORT_SCHEMA, SOURCE_SCHEMA};

use super::arguments::{SchemaArguments, SchemaName};
use super::terminal::Terminal;
use super::{Exit, Failure};

/// Runs the command.
pub fn run(arguments: &SchemaArguments, terminal: &Terminal) -> Result<Exit, Failure> {
    terminal.print(match arguments.name {
        SchemaName::Tree => SOURCE_SCHEMA,
        SchemaName::TreeExport => EXPORT_SCHEMA,
    });
    Ok(Exit::Fine)
}
