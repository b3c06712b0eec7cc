//! Cuts a module in two: what a page needs at once, and what it loads when it is needed.
//!
//! Whoever calls a function that has moved calls a few instructions in its place: these make sure that
//! the second module is there, and go on through a slot of the table that it fills. So it does not
//! matter for what happens whether the page has asked for the second module before; it matters only
//! for how long it takes. Both work on one memory, one table and one stack.

use std::collections::{HashMap, HashSet};

use walrus::ir::{self, UnaryOp, Visitor, dfs_in_order};
use walrus::{
    ConstExpr, ElementItems, ElementKind, ExportItem, FunctionBuilder, FunctionId, FunctionKind,
    GlobalKind, ImportKind, ImportedFunction, Module, ModuleConfig, TableId, ValType,
};

use crate::error::Error;

/// The two modules.
#[derive(Debug)]
pub struct Halves {
    /// What is there from the start.
    pub first: Vec<u8>,
    /// What is loaded later. It imports everything from the first one's exports, by their names, as of
    /// the module [`FIRST`].
    pub late: Vec<u8>,
}

/// What the late module calls the first one.
pub const FIRST: &str = "p";

/// The first module's import from its script that makes sure of the second one. It takes and returns
/// nothing.
pub const ENSURE: &str = "__late_ensure";

/// The first module's exported flag: the script sets it to 1 once the second one is there.
pub const HERE: &str = "__late_here";

/// Cuts `module`: every function whose path contains one of the words in `late` moves, and with it
/// every function that only such ones call. `script` is what the module calls its script.
pub fn split(module: &[u8], script: &str, late: &[&str]) -> Result<Halves, Error> {
    let plan = Plan::new(&read(module)?, late)?;
    let (late, taken) = plan.late(read(module)?)?;
    Ok(Halves { first: plan.first(read(module)?, script, &taken)?, late })
}

/// The late module, taking what it takes by the names that the first one's exports now have.
pub fn renamed(late: &[u8], names: &HashMap<String, String>) -> Result<Vec<u8>, Error> {
    let mut module = read(late)?;
    for import in module.imports.iter_mut() {
        let Some(name) = names.get(&import.name) else {
            return Error::tell(format!("The first module does not export `{}`.", import.name));
        };
        import.name.clone_from(name);
    }
    Ok(module.emit_wasm())
}

fn read(module: &[u8]) -> Result<Module, Error> {
    let mut config = ModuleConfig::new();
    config.generate_producers_section(false);
    let read = config.parse(module);
    read.map_err(|why| Error::Tell(format!("The module cannot be cut in two: {why}.")))
}

/// What goes where. Functions are named by their numbers, which are the same whenever the module is
/// read.
struct Plan {
    /// What moves.
    moves: HashSet<usize>,
    /// What moves and is entered from outside, in the order of the slots.
    entered: Vec<usize>,
    /// The first slot.
    slots: u64,
}

impl Plan {
    fn new(module: &Module, late: &[&str]) -> Result<Plan, Error> {
        let calls = Calls::of(module);
        let fixed: HashSet<usize> = module
            .exports
            .iter()
            .filter_map(|export| match export.item {
                ExportItem::Function(id) => Some(id.index()),
                _ => None,
            })
            .chain(module.start.map(|id| id.index()))
            .collect();
        let in_table = in_table(module)?;
        let mut moves: HashSet<usize> = HashSet::new();
        for (id, _) in module.funcs.iter_local() {
            let name = module.funcs.get(id).name.as_deref().unwrap_or_default();
            let path = format!("{:#}", rustc_demangle::demangle(name));
            if late.iter().any(|word| path.contains(word)) && !fixed.contains(&id.index()) {
                moves.insert(id.index());
            }
        }
        if moves.is_empty() {
            return Error::tell("The module has no names, or nothing in it is to be loaded late.");
        }
        loop {
            let only_from_there = |id: usize| {
                !moves.contains(&id)
                    && !fixed.contains(&id)
                    && !in_table.contains(&id)
                    && calls.callers.get(&id).is_some_and(|by| by.is_subset(&moves))
            };
            let more: Vec<usize> = module
                .funcs
                .iter_local()
                .map(|(id, _)| id.index())
                .filter(|id| only_from_there(*id))
                .collect();
            if more.is_empty() {
                break;
            }
            moves.extend(more);
        }
        let is_entered = |id: &usize| {
            let by = calls.callers.get(id);
            in_table.contains(id) || by.is_some_and(|by| !by.is_subset(&moves))
        };
        let mut entered: Vec<usize> = moves.iter().copied().filter(is_entered).collect();
        entered.sort_unstable();
        Ok(Plan { moves, entered, slots: module.tables.get(table(module)?).initial })
    }

    /// The module without what moves, and with a way to each of it. What is `taken` is exported.
    fn first(
        &self,
        mut module: Module,
        script: &str,
        taken: &HashSet<String>,
    ) -> Result<Vec<u8>, Error> {
        let shared = self.shared(&module);
        let table = table(&module)?;
        let grown = module.tables.get_mut(table);
        grown.initial += self.entered.len() as u64;
        grown.maximum = grown.maximum.map(|most| most.max(grown.initial));

        let nothing = module.types.add(&[], &[]);
        let (ensure, _) = module.add_import_func(script, ENSURE, nothing);
        let zero = ConstExpr::Value(ir::Value::I32(0));
        let here = module.globals.add_local(ValType::I32, true, false, zero);
        module.exports.add(HERE, here);

        let ids: HashMap<usize, FunctionId> = ids(&module);
        for (slot, moved) in (self.slots..).zip(&self.entered) {
            let id = ids[moved];
            let ty = module.funcs.get(id).ty();
            let (takes, gives) = {
                let ty = module.types.get(ty);
                (ty.params().to_vec(), ty.results().to_vec())
            };
            let arguments: Vec<_> = takes.iter().map(|of| module.locals.add(*of)).collect();
            let mut way = FunctionBuilder::new(&mut module.types, &takes, &gives);
            let mut body = way.func_body();
            body.global_get(here).unop(UnaryOp::I32Eqz).if_else(
                None,
                |absent| {
                    absent.call(ensure);
                },
                |_| {},
            );
            for argument in &arguments {
                body.local_get(*argument);
            }
            body.i32_const(slot as i32).call_indirect(ty, table);
            module.funcs.get_mut(id).kind = FunctionKind::Local(way.local_func(arguments));
        }
        for (name, item) in shared.into_iter().filter(|(name, _)| taken.contains(name)) {
            module.exports.add(&name, item);
        }
        walrus::passes::gc::run(&mut module);
        Ok(module.emit_wasm())
    }

    /// What moves, with everything else taken from the first module; and the names of that.
    fn late(&self, mut module: Module) -> Result<(Vec<u8>, HashSet<String>), Error> {
        let table = table(&module)?;
        let shared = self.shared(&module);
        let exports: Vec<_> = module.exports.iter().map(|export| export.id()).collect();
        exports.into_iter().for_each(|id| module.exports.delete(id));
        module.start = None;
        let data: Vec<_> = module.data.iter().map(|data| data.id()).collect();
        data.into_iter().for_each(|id| module.data.delete(id));
        let elements: Vec<_> = module.elements.iter().map(|list| list.id()).collect();
        elements.into_iter().for_each(|id| module.elements.delete(id));

        for (name, item) in shared {
            match item {
                ExportItem::Function(id) => {
                    let ty = module.funcs.get(id).ty();
                    let import = module.imports.add(FIRST, &name, ImportKind::Function(id));
                    let kind = FunctionKind::Import(ImportedFunction { import, ty });
                    let was = std::mem::replace(&mut module.funcs.get_mut(id).kind, kind);
                    // What the script gives comes through the first module too.
                    if let FunctionKind::Import(was) = was {
                        module.imports.delete(was.import);
                    }
                }
                ExportItem::Table(id) => {
                    let import = module.imports.add(FIRST, &name, ImportKind::Table(id));
                    let there = module.tables.get_mut(id);
                    there.import = Some(import);
                    there.elem_segments.clear();
                    if id == table {
                        there.initial += self.entered.len() as u64;
                        there.maximum = there.maximum.map(|most| most.max(there.initial));
                    }
                }
                ExportItem::Memory(id) => {
                    let import = module.imports.add(FIRST, &name, ImportKind::Memory(id));
                    let there = module.memories.get_mut(id);
                    there.import = Some(import);
                    there.data_segments.clear();
                }
                ExportItem::Global(id) => {
                    let import = module.imports.add(FIRST, &name, ImportKind::Global(id));
                    module.globals.get_mut(id).kind = GlobalKind::Import(import);
                }
                ExportItem::Tag(_) => {}
            }
        }
        let ids = ids(&module);
        let entered = self.entered.iter().map(|moved| ids[moved]).collect();
        let offset = ConstExpr::Value(ir::Value::I32(self.slots as i32));
        let kind = ElementKind::Active { table, offset };
        let list = module.elements.add(kind, ElementItems::Functions(entered));
        module.tables.get_mut(table).elem_segments.insert(list);
        walrus::passes::gc::run(&mut module);
        let taken = module.imports.iter().map(|import| import.name.clone()).collect();
        Ok((module.emit_wasm(), taken))
    }

    /// What the late module may take from the first one, with names for it: the functions that are
    /// called from there, and the memory, tables and globals.
    fn shared(&self, module: &Module) -> Vec<(String, ExportItem)> {
        let calls = Calls::of(module);
        let mut called: Vec<FunctionId> = module
            .funcs
            .iter()
            .filter(|function| !self.moves.contains(&function.id().index()))
            .filter(|function| {
                let by = calls.callers.get(&function.id().index());
                by.is_some_and(|by| !by.is_disjoint(&self.moves))
            })
            .map(|function| function.id())
            .collect();
        called.sort_unstable_by_key(|id| id.index());
        let functions = called.into_iter().map(|id| (format!("$f{}", id.index()), id.into()));
        let tables = module.tables.iter().map(|t| (format!("$t{}", t.id().index()), t.id().into()));
        let memories =
            module.memories.iter().map(|m| (format!("$m{}", m.id().index()), m.id().into()));
        let globals =
            module.globals.iter().map(|g| (format!("$g{}", g.id().index()), g.id().into()));
        functions.chain(tables).chain(memories).chain(globals).collect()
    }
}

/// Who calls whom, by number.
#[derive(Default)]
struct Calls {
    callers: HashMap<usize, HashSet<usize>>,
}

impl Calls {
    fn of(module: &Module) -> Calls {
        let mut calls = Calls::default();
        for (id, function) in module.funcs.iter_local() {
            let mut named = Named(Vec::new());
            dfs_in_order(&mut named, function, function.entry_block());
            for called in named.0 {
                calls.callers.entry(called).or_default().insert(id.index());
            }
        }
        calls
    }
}

/// The functions that a function names.
struct Named(Vec<usize>);

impl<'instr> Visitor<'instr> for Named {
    fn visit_function_id(&mut self, function: &FunctionId) {
        self.0.push(function.index());
    }
}

fn ids(module: &Module) -> HashMap<usize, FunctionId> {
    module.funcs.iter().map(|function| (function.id().index(), function.id())).collect()
}

/// The table that calls go through.
fn table(module: &Module) -> Result<TableId, Error> {
    let found = module.tables.main_function_table().ok().flatten();
    found.ok_or_else(|| Error::Tell("The module has no table of functions, or two.".to_owned()))
}

/// The functions that are called through the table.
fn in_table(module: &Module) -> Result<HashSet<usize>, Error> {
    let mut found = HashSet::new();
    for list in module.elements.iter() {
        let ElementItems::Functions(functions) = &list.items else {
            return Error::tell(
                "The module's table is filled in a way that cutting does not know.",
            );
        };
        found.extend(functions.iter().map(|id| id.index()));
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use walrus::MemoryId;

    use super::*;

    /// `main` calls `page::stays` and `page::late::one`; that calls `page::helper`, as nobody else does,
    /// `page::stays`, and reads memory. `page::late::two` is called through the table only.
    fn module() -> Vec<u8> {
        let mut module = Module::default();
        let memory = module.memories.add_local(false, false, 1, None, None);
        module.data.add(
            walrus::DataKind::Active { memory, offset: ConstExpr::Value(ir::Value::I32(8)) },
            b"text".to_vec(),
        );
        let stays = function(&mut module, "page::stays", None, &[]);
        let helper = function(&mut module, "page::helper", None, &[]);
        let one = function(&mut module, "page::late::one", Some(memory), &[helper, stays]);
        let two = function(&mut module, "page::late::two", None, &[]);
        let main = function(&mut module, "page::main", None, &[stays, one]);
        module.exports.add("main", main);
        let table = module.tables.add_local(false, 2, Some(2), walrus::RefType::FUNCREF);
        let offset = ConstExpr::Value(ir::Value::I32(1));
        let items = ElementItems::Functions(vec![two]);
        let list = module.elements.add(ElementKind::Active { table, offset }, items);
        module.tables.get_mut(table).elem_segments.insert(list);
        module.emit_wasm()
    }

    fn function(
        module: &mut Module,
        name: &str,
        reads: Option<MemoryId>,
        calls: &[FunctionId],
    ) -> FunctionId {
        let mut function = FunctionBuilder::new(&mut module.types, &[], &[]);
        function.name(name.to_owned());
        let mut body = function.func_body();
        if let Some(memory) = reads {
            let at = ir::MemArg { align: 4, offset: 8 };
            body.i32_const(0).load(memory, ir::LoadKind::I32 { atomic: false }, at).drop();
        }
        for called in calls {
            body.call(*called);
        }
        function.finish(vec![], &mut module.funcs)
    }

    fn names(module: &Module) -> Vec<&str> {
        let local = module.funcs.iter_local();
        local.filter_map(|(id, _)| module.funcs.get(id).name.as_deref()).collect()
    }

    #[test]
    fn what_is_named_moves_with_what_only_it_calls() {
        let halves = split(&module(), "./script.js", &["::late::"]).unwrap();
        let (first, late) = (read(&halves.first).unwrap(), read(&halves.late).unwrap());
        assert!(!names(&first).contains(&"page::helper"), "{:?}", names(&first));
        assert!(names(&first).contains(&"page::main"));
        let mut moved = names(&late);
        moved.sort_unstable();
        assert_eq!(moved, ["page::helper", "page::late::one", "page::late::two"]);
        assert_eq!((first.data.iter().count(), late.data.iter().count()), (1, 0));
    }

    #[test]
    fn each_entry_has_a_slot_of_its_own_behind_those_of_the_table() {
        let halves = split(&module(), "./script.js", &["::late::"]).unwrap();
        let (first, late) = (read(&halves.first).unwrap(), read(&halves.late).unwrap());
        let size = |module: &Module| module.tables.iter().next().map(|table| table.initial);
        assert_eq!((size(&first), size(&late)), (Some(4), Some(4)));
        let list = late.elements.iter().next().unwrap();
        let ElementKind::Active { offset: ConstExpr::Value(ir::Value::I32(2)), .. } = list.kind
        else {
            panic!("{:?}", list.kind)
        };
        let ElementItems::Functions(entered) = &list.items else { panic!("{:?}", list.items) };
        assert_eq!(entered.len(), 2, "`helper` is not entered from outside");
    }

    #[test]
    fn the_first_exports_what_the_late_one_takes_and_asks_its_script_for_it() {
        let halves = split(&module(), "./script.js", &["::late::"]).unwrap();
        let (first, late) = (read(&halves.first).unwrap(), read(&halves.late).unwrap());
        for import in late.imports.iter() {
            assert_eq!(import.module, FIRST);
            assert!(
                first.exports.iter().any(|export| export.name == import.name),
                "{}",
                import.name
            );
        }
        assert!(first.imports.find("./script.js", ENSURE).is_some());
        assert!(first.exports.iter().any(|export| export.name == HERE));
    }

    #[test]
    fn names_that_were_made_short_are_made_short_on_both_sides() {
        let late = split(&module(), "./script.js", &["::late::"]).unwrap().late;
        let taken: Vec<String> =
            read(&late).unwrap().imports.iter().map(|import| import.name.clone()).collect();
        let short = |name: &String| (name.clone(), format!("s{name}"));
        let names: HashMap<String, String> = taken.iter().map(short).collect();
        let renamed = read(&renamed(&late, &names).unwrap()).unwrap();
        assert!(renamed.imports.iter().all(|import| import.name.starts_with("s$")));
        assert!(super::renamed(&late, &HashMap::new()).is_err(), "a name that nobody exports");
    }

    #[test]
    fn a_module_in_which_nothing_is_late_is_refused() {
        assert!(split(&module(), "./script.js", &["::nowhere::"]).is_err());
        assert!(split(b"no module", "./script.js", &["::late::"]).is_err());
    }
}
