import LinliModel

extension Estate {
    /// Lunch to the door (助餐, `domain.md` 2.8), Monday to Friday on working days.
    package struct Meals: Sendable, Hashable {
        /// A diet by its name, and the words by which residents ask for it.
        package struct Diet: Sendable, Hashable {
            package var name: String
            package var words: [String]

            package init(name: String, words: [String]) {
                self.name = name
                self.words = words
            }
        }

        /// Minutes since midnight: until then on the working day before a meal may be ordered or changed.
        package var cutoff: Int
        /// When meals are brought.
        package var delivers: ServiceWindows.Window
        package var diets: [Diet]

        package init(cutoff: Int, delivers: ServiceWindows.Window, diets: [Diet] = []) {
            self.cutoff = cutoff
            self.delivers = delivers
            self.diets = diets
        }

        /// "17:00".
        package var cutoffText: String { ClockFace.full(cutoff) }
    }

    static func readMeals(_ item: Item?) -> Meals? {
        guard let table = item?.table else { return nil }
        let cutoff = table.required("cutoff")?.parsed("a time of day like 17:00") {
            ServiceWindows.minute($0[...])
        }
        let delivers = table.required("delivers")?.parsed("a window like 11:00-12:30") {
            ServiceWindows.Window($0)
        }
        let diets = (table.optional("diets")?.items ?? []).compactMap(readDiet)
        table.finish()
        guard let cutoff, let delivers else { return nil }
        return Meals(cutoff: cutoff, delivers: delivers, diets: diets)
    }

    static func readVenue(_ item: Item) -> Venue? {
        guard let table = item.table else { return nil }
        let name = table.required("name")?.text
        let words = table.optional("words")?.texts ?? []
        let hours = table.required("hours")?.text
        let rule = table.optional("rule")?.text ?? ""
        table.finish()
        guard let name, let hours else { return nil }
        return Venue(name: name, words: [name] + words.filter { $0 != name }, hours: hours, rule: rule)
    }

    private static func readDiet(_ item: Item) -> Meals.Diet? {
        guard let table = item.table else { return nil }
        let name = table.required("name")?.text
        let words = table.optional("words")?.texts ?? []
        table.finish()
        guard let name else { return nil }
        return Meals.Diet(name: name, words: [name] + words.filter { $0 != name })
    }
}
