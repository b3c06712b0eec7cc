//! All that it takes to build for the browser, put together.

use std::ffi::OsStr;
use std::path::PathBuf;
use std::process::Command;

use crate::cargo_tools;
use crate::environment;
use crate::error::Error;
use crate::folders::Folders;
use crate::npm;
use crate::step::Step;
use crate::wasm_debian::Flavour;
use crate::wasm_std::{self, Toolchain};

/// A compiler for wasm32 and the programs around it.
pub struct WasmTools {
    /// The compiler.
    pub toolchain: Toolchain,
    /// The program `trunk`; `None` where only tests are run.
    pub trunk: Option<PathBuf>,
    /// The program `esbuild`; `None` where only tests are run.
    pub esbuild: Option<PathBuf>,
    path: Vec<PathBuf>,
}

impl WasmTools {
    /// What the tests in the browser need: compiler and wasm-bindgen.
    pub fn for_tests(folders: &Folders, step: &mut Step) -> Result<Self, Error> {
        let toolchain = wasm_std::ensure(folders, step, Flavour::Ordinary)?;
        let bindgen = cargo_tools::wasm_bindgen(folders, step)?;
        let path = toolchain.bin.iter().cloned().chain(folder_of(&bindgen)).collect();
        Ok(Self { toolchain, trunk: None, esbuild: None, path })
    }

    /// What the widget's build needs besides: trunk, wasm-opt and esbuild.
    pub fn for_widget(folders: &Folders, step: &mut Step) -> Result<Self, Error> {
        let toolchain = wasm_std::ensure(folders, step, Flavour::Small)?;
        let trunk = cargo_tools::trunk(folders, step)?;
        let bindgen = cargo_tools::wasm_bindgen(folders, step)?;
        let esbuild = npm::ESBUILD.ensure(folders, step)?.join("bin/esbuild");
        let binaryen = npm::BINARYEN.ensure(folders, step)?.join("bin");
        // In this order: a folder further back may hold another version of one further ahead.
        let path = toolchain
            .bin
            .iter()
            .cloned()
            .chain([binaryen])
            .chain(folder_of(&bindgen))
            .chain(folder_of(&trunk))
            .collect();
        Ok(Self { toolchain, trunk: Some(trunk), esbuild: Some(esbuild), path })
    }

    /// A command that builds for wasm32 into a build folder of its own.
    pub fn command(&self, folders: &Folders, program: impl AsRef<OsStr>) -> Command {
        let mut command = environment::command(folders, program);
        environment::path_first(&mut command, &self.path);
        let builds = folders.wasm_target.join(&self.toolchain.builds);
        command.env("CARGO_TARGET_DIR", builds).env_remove("RUSTFLAGS");
        if let Some(flags) = self.toolchain.flags {
            // The compiler takes unstable flags only from those who say that they know.
            command.env("RUSTFLAGS", flags).env("RUSTC_BOOTSTRAP", "1");
        }
        if let Some(bin) = &self.toolchain.bin {
            command.env("RUSTC", bin.join("rustc")).env("RUSTDOC", bin.join("rustdoc"));
        }
        command
    }

    /// Cargo for wasm32.
    pub fn cargo(&self, folders: &Folders) -> Command {
        match &self.toolchain.bin {
            Some(bin) => self.command(folders, bin.join("cargo")),
            None => self.command(folders, "cargo"),
        }
    }
}

fn folder_of(program: &std::path::Path) -> Option<PathBuf> {
    program.parent().map(std::path::Path::to_owned)
}
