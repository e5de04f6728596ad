import LinliModel
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

/// A store of schema 25 learns of which building its wishes are; its staff keep the whole estate.
@Suite struct AreaMigrationTests {
    private static let monday = Instant(iso8601: "2026-03-16T10:00:00+08:00") ?? Instant(seconds: 0)

    @Test(arguments: Engines.all)
    func oldWishesGetTheirBuilding(_ engine: Engine) async throws {
        try await engine.withStore { store in
            let old = Array(Schema.migrations.prefix(25))
            _ = try await Migrator(old).migrate(store, at: Self.monday.milliseconds)
            let places = ["3栋2单元501", "12栋（门口）", "A2栋", "中庭", "", "老年活动中心旁边那一栋"]
            let staff = try await store.write { tx throws(SQLError) -> StaffID? in
                for place in places {
                    try tx.run(
                        """
                        INSERT INTO needs (estate, quarter, category, title, text, place, intake, owner,
                            due_at, created_at)
                        VALUES ('HTL', '2026Q1', 'facility.other', 'x', 'x', \(place), 'chat', '社区',
                            \(Self.monday.milliseconds), \(Self.monday.milliseconds))
                        """)
                }
                let id = try tx.staff.add(name: "worker", at: Self.monday)
                if let id { try tx.staff.grant(.gridWorker, to: id, estate: "HTL") }
                return id
            }
            _ = try await Migrator(Schema.migrations).migrate(store, at: Self.monday.milliseconds)
            let id = try #require(staff)
            let (buildings, areas) = try await store.read { tx throws(SQLError) in
                (
                    try tx.needs.created(
                        estate: "HTL", from: Self.monday, to: Self.monday + .days(1)
                    ).map(\.building),
                    try tx.staffAreas.of(id, .gridWorker)
                )
            }
            #expect(buildings == ["3", "12", "A2", nil, nil, nil])
            #expect(areas.isEmpty)
        }
    }
}
