//! Packages from npm, each in its own folder, never in the repository.

use std::path::PathBuf;

use crate::environment;
use crate::error::Error;
use crate::folders::{Folders, on_path};
use crate::step::Step;

/// One package in one version.
pub struct Package {
    /// Its name on npm.
    name: &'static str,
    /// Its version.
    version: &'static str,
    /// The checksum of exactly that version's archive.
    integrity: &'static str,
    /// The name of its folder among the tools.
    folder: &'static str,
    /// A file of it that we use.
    file: &'static str,
}

/// `wasm-opt`. Debian's own is so old that it breaks the page.
pub const BINARYEN: Package = Package {
    name: "binaryen",
    version: "132.0.0",
    integrity: "sha512-4Usg7yEvwO3FMso3Oov6qkOOHSod1IEv+boKkh77kTljM+eNBouqCTbqWswGzbG+vDNO/b/v2C4gfEh1WgB9Lg==",
    folder: "binaryen",
    file: "bin/wasm-opt",
};

/// Bundles and minifies scripts and styles. The program itself is in a package of the platform,
/// which this one's version names.
pub const ESBUILD: Package = Package {
    name: "esbuild",
    version: "0.28.2",
    integrity: "sha512-HKVLS8dvII+xoKW9kmqxbRKrnWEXfJJr/FZhhJmiqIB0e053QNYFqOBouTMO/k5sID4MvCiUCvv8b9M4h32wIA==",
    folder: "esbuild",
    file: "bin/esbuild",
};

/// HubSpot's own SDK, whose host role drives our frame in the preview.
pub const HUBSPOT_SDK: Package = Package {
    name: "@hubspot/calling-extensions-sdk",
    version: "0.9.7",
    integrity: "sha512-BTiqr7cwYComs5cMI1bnOnVvSxIdZmSlPqhqNxUCXPwK+xYhxX1GqWv3OTfo92mXJUY767VuHdGlxf31X4q7nw==",
    folder: "hubspot-sdk",
    file: "package.json",
};

/// Finds what keeps people from using a page.
pub const AXE: Package = Package {
    name: "axe-core",
    version: "4.14.1",
    integrity: "sha512-FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ==",
    folder: "axe-core",
    file: "axe.min.js",
};

/// WebSockets for Node: what the bench of the surfaces stands beside.
pub const WS: Package = Package {
    name: "ws",
    version: "8.23.0",
    integrity: "sha512-wCkmX8QMOrKjgO8HW2WyDbTSGeqkocxgDzS9iR79rEAexty6/2qzilx3Ag8Tqf9ykop3irLKle0MtVn5qjVnoQ==",
    folder: "ws",
    file: "index.js",
};

impl Package {
    /// The folder of the package's own files, installed if need be.
    pub fn ensure(&self, folders: &Folders, step: &mut Step) -> Result<PathBuf, Error> {
        let kept = folders.tool(self.folder, self.version);
        let package = kept.join("node_modules").join(self.name);
        if self.is_whole(&kept) {
            return Ok(package);
        }
        if on_path("npm").is_none() {
            return Error::tell("npm is not on PATH. Install Node.js 20 or newer and try again.");
        }
        step.below(&format!("installing {} {}", self.name, self.version));
        if kept.exists() {
            std::fs::remove_dir_all(&kept).map_err(Error::file("emptied", &kept))?;
        }
        std::fs::create_dir_all(&kept).map_err(Error::file("made", &kept))?;
        let mut npm = environment::command(folders, "npm");
        npm.current_dir(&kept)
            .args(["install", "--ignore-scripts", "--no-save", "--no-audit", "--no-fund"])
            .arg("--prefix")
            .arg(&kept)
            .arg(format!("{}@{}", self.name, self.version));
        step.run(&mut npm)?;
        if self.is_whole(&kept) {
            return Ok(package);
        }
        Error::tell(format!(
            "npm installed a {} {} that is not the one we know (its checksum or its files differ). Check the registry that npm is set up for; the package is in {}.",
            self.name,
            self.version,
            kept.display()
        ))
    }

    /// Whether the package in this folder is all there and the one that we know.
    fn is_whole(&self, kept: &std::path::Path) -> bool {
        let modules = kept.join("node_modules");
        modules.join(self.name).join(self.file).is_file()
            && std::fs::read_to_string(modules.join(".package-lock.json"))
                .is_ok_and(|lock| lock.contains(self.integrity))
    }
}
