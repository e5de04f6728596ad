import LinliModel

/// One matter that residents bring up (`domain.md` 2.1).
package struct Category: Sendable, Hashable {
    /// Who pays: the common parts belong to all owners, the flat to its owner (民法典 942).
    package enum Part: String, Sendable, Hashable, CaseIterable {
        case `public`
        case `private`
    }

    /// What makes two reports one (`domain.md` 2.3).
    package enum Sharing: String, Sendable, Hashable, CaseIterable {
        case lift
        /// An outage of the whole building.
        case building
        /// The same lamp, gate or spot outside the flats.
        case place
    }

    /// Where it is, and what is asked for.
    package enum Place: String, Sendable, Hashable, CaseIterable {
        /// Somewhere on the estate.
        case spot
        /// In the resident's own flat, mostly; the place is echoed and can be corrected.
        case home
        /// Nowhere: an account, a rule, a loan.
        case none
    }

    /// What somebody who saw something fall is asked: building and side, and the hour too.
    package enum Witness: String, Sendable, Hashable, CaseIterable {
        case side, hour
    }

    /// How a matter goes to one of those who take it first.
    package enum Dispatch: String, Sendable, Hashable, CaseIterable {
        /// All who are near and on duty are told; the first who takes it has it.
        case claim
        /// The post of the building, else of the grid, else of the estate.
        case assign
        /// In turn.
        case rotate
        /// Whoever has the fewest open ones; of several in turn.
        case load
    }

    /// `water.burst`.
    package var code: String
    package var name: String
    package var group: String
    package var groupName: String
    /// Before the rules of `domain.md` 2.2.1 raise it; `none` where no ticket opens.
    package var urgency: Urgency
    /// Who takes it first.
    package var own: Role
    /// How residents call who takes it first: "水电工".
    package var ownName: String
    /// Outside parties, first the usual one; empty where there is none.
    package var out: [String]
    package var part: Part
    /// True where closing without an arrival stamp or a photo is a false closure (`domain.md` 2.3).
    package var needsStamp: Bool
    /// Departments that are called at once, because the law gives the power to them alone (F11).
    package var departments: [String]
    /// What several residents can report as one thing; nil where each report is a matter of its own.
    package var shared: Sharing?
    /// Key of the safety advice that goes out before any question; every P0 has one.
    package var advice: String?
    package var dispatch: Dispatch = .claim
    package var place: Place = .spot
    /// A wish of this kind goes into the register of needs and is no ticket (`domain.md` A07).
    package var isNeed = false
    /// What whoever has it must not forget: written into each ticket of it.
    package var tasks: [String] = []
    /// What is asked of who saw it, once the ticket is open; nil where it is reported like all others.
    package var witness: Witness?
}

/// The taxonomy, by code, with one default for what the table does not say.
package struct CategoryTable: Sendable {
    package var version: String
    package var byCode: [String: Category]
    /// In the order of the file.
    package var codes: [String]

    package subscript(code: String) -> Category? { byCode[code] }
}

extension CategoryTable {
    static func read(_ item: Item) -> CategoryTable? {
        guard let table = item.table else { return nil }
        let version = table.required("version")?.code
        let groups = table.required("groups")?.table
        table.finish()
        var result = CategoryTable(version: version ?? "", byCode: [:], codes: [])
        for group in groups?.entries ?? [] { result.readGroup(group) }
        return result
    }

    private mutating func readGroup(_ entry: Table.Entry) {
        guard let group = entry.value.table else { return }
        let name = group.required("name")?.text
        let defaults = Defaults(group)
        let items = group.required("items")?.table
        group.finish()
        for item in items?.entries ?? [] {
            let code = "\(entry.key).\(item.key)"
            guard
                let category = Self.readCategory(
                    item, code: code, defaults: defaults, group: (entry.key, name ?? ""))
            else { continue }
            if byCode.updateValue(category, forKey: code) == nil { codes.append(code) }
        }
    }

    /// What a group says for all its items; an item may say otherwise.
    private struct Defaults {
        var own: Role?
        var ownName: String?
        var out: [String]
        var part: Category.Part
        var stamp: Bool
        var departments: [String]
        var shared: Category.Sharing?
        var advice: String?
        var dispatch: Category.Dispatch
        var place: Category.Place
        var need: Bool
        var tasks: [String]
        var witness: Category.Witness?

        init(_ table: Table, over base: Defaults? = nil) {
            own = table.optional("own")?.choice(Role.self) ?? base?.own
            ownName = table.optional("own_name")?.text ?? base?.ownName
            out = table.optional("out")?.texts ?? base?.out ?? []
            part = table.optional("part")?.choice(Category.Part.self) ?? base?.part ?? .public
            stamp = table.optional("stamp")?.flag ?? base?.stamp ?? false
            departments = table.optional("departments")?.texts ?? base?.departments ?? []
            shared = table.optional("shared")?.choice(Category.Sharing.self) ?? base?.shared
            advice = table.optional("advice")?.code ?? base?.advice
            tasks = table.optional("tasks")?.texts ?? base?.tasks ?? []
            witness = table.optional("witness")?.choice(Category.Witness.self) ?? base?.witness
            need = table.optional("need")?.flag ?? base?.need ?? false
            place = table.optional("place")?.choice(Category.Place.self) ?? base?.place ?? .spot
            dispatch =
                table.optional("dispatch")?.choice(Category.Dispatch.self) ?? base?.dispatch ?? .claim
        }
    }

    private static func readCategory(
        _ entry: Table.Entry, code: String, defaults: Defaults, group: (code: String, name: String)
    ) -> Category? {
        guard let table = entry.value.table else { return nil }
        guard Item.isCode(code) else {
            entry.keyItem.report("\(code) is no code; use letters, digits and '_'")
            return nil
        }
        let name = table.required("name")?.text
        let urgency = table.required("urgency")?.choice(Urgency.self)
        let values = Defaults(table, over: defaults)
        table.finish()
        guard let name, let urgency else { return nil }
        guard let own = values.own, let ownName = values.ownName else {
            entry.value.report("nobody takes \(code) first; add own and own_name here or to its group")
            return nil
        }
        if urgency == .p0, values.advice == nil {
            entry.value.report("\(code) is P0 and has no advice; add the key of its safety advice")
        }
        return Category(
            code: code, name: name, group: group.code, groupName: group.name, urgency: urgency, own: own,
            ownName: ownName, out: values.out, part: values.part, needsStamp: values.stamp,
            departments: values.departments, shared: values.shared, advice: values.advice,
            dispatch: values.dispatch, place: values.place, isNeed: values.need, tasks: values.tasks,
            witness: values.witness)
    }
}
