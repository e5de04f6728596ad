import LinliAdmin

/// `openapi.json`, written from the table of routes.
enum OpenAPIDocument {
    static func write(_ routes: [AdminRoute]) -> String {
        let paths = Dictionary(grouping: routes, by: \.path).sorted { $0.key < $1.key }.map {
            path, routes in
            let operations = routes.sorted { $0.method.rawValue < $1.method.rawValue }.map { route in
                "\(quoted(route.method.rawValue)):\(operation(route))"
            }
            return "\(quoted("/api/v1\(path)")):{\(operations.joined(separator: ","))}"
        }
        let info = #"{"title":"Linli admin API","version":"1"}"#
        let security = #"{"bearer":{"type":"http","scheme":"bearer"}}"#
        return """
            {"openapi":"3.1.0","info":\(info),"security":[{"bearer":[]}],\
            "paths":{\(paths.joined(separator: ","))},\
            "components":{"securitySchemes":\(security),"schemas":{\(schemas(of: routes))}}}

            """
    }

    private static func operation(_ route: AdminRoute) -> String {
        let inPath = route.parameters.map { parameter($0, place: "path", isRequired: true) }
        let inQuery = route.query.map { parameter($0, place: "query", isRequired: false) }
        let key =
            route.method == .post
            ? [parameter("Idempotency-Key", place: "header", isRequired: false)] : []
        var parts = [
            "\"x-act\":\(quoted(route.act))",
            "\"parameters\":[\((inPath + inQuery + key).joined(separator: ","))]",
        ]
        if let request = route.request?() {
            parts.append(
                "\"requestBody\":{\"content\":{\"application/json\":{\"schema\":\(reference(request))}}}")
        }
        let refused = """
            {"description":"refused","content":{"application/json":{"schema":\(reference("Error"))}}}
            """
        parts.append(
            """
            "responses":{"200":{"description":"done","content":{"application/json":{"schema":\
            \(reference(route.response()))}}},"default":\(refused)}
            """)
        return "{\(parts.joined(separator: ","))}"
    }

    private static func parameter(_ name: String, place: String, isRequired: Bool) -> String {
        """
        {"name":\(quoted(name)),"in":"\(place)","required":\(isRequired),"schema":{"type":"string"}}
        """
    }

    private static func schemas(of routes: [AdminRoute]) -> String {
        let used = routes.flatMap { ($0.request?().all ?? []) + $0.response().all }
        let byName = Dictionary(used.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        let error = """
            "Error":{"type":"object","required":["error"],"properties":{"error":{"type":"object",\
            "required":["code","message","hint"],"properties":{"code":{"type":"string"},\
            "message":{"type":"string"},"hint":{"type":"string"}}}}}
            """
        let written = byName.sorted { $0.key < $1.key }.map { "\(quoted($0.key)):\(schema($0.value))" }
        return ([error] + written).joined(separator: ",")
    }

    private static func schema(_ message: MessageSchema) -> String {
        let required = message.fields.filter(\.isRequired).map { quoted($0.name) }.joined(separator: ",")
        let properties = message.fields.map { "\(quoted($0.name)):\(shape($0.shape))" }.joined(
            separator: ",")
        return "{\"type\":\"object\",\"required\":[\(required)],\"properties\":{\(properties)}}"
    }

    private static func shape(_ shape: MessageSchema.Shape) -> String {
        switch shape {
        case .text: #"{"type":"string"}"#
        case .integer: #"{"type":"integer"}"#
        case .flag: #"{"type":"boolean"}"#
        case .list(let inner): "{\"type\":\"array\",\"items\":\(self.shape(inner))}"
        case .message(let schema): reference(schema)
        }
    }

    private static func reference(_ schema: MessageSchema) -> String { reference(schema.name) }

    private static func reference(_ name: String) -> String {
        "{\"$ref\":\(quoted("#/components/schemas/\(name)"))}"
    }

    private static func quoted(_ text: String) -> String { JSONText.quoted(text) }
}
