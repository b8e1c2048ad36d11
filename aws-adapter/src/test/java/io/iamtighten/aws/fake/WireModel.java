package io.iamtighten.aws.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.iamtighten.testsupport.FakeAws.Answer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.services.accessanalyzer.model.CheckAccessNotGrantedResponse;
import software.amazon.awssdk.services.accessanalyzer.model.CheckNoNewAccessResponse;
import software.amazon.awssdk.services.accessanalyzer.model.GetFindingV2Response;
import software.amazon.awssdk.services.accessanalyzer.model.GetGeneratedPolicyResponse;
import software.amazon.awssdk.services.accessanalyzer.model.ListAnalyzersResponse;
import software.amazon.awssdk.services.accessanalyzer.model.ListFindingsV2Response;
import software.amazon.awssdk.services.accessanalyzer.model.ListPolicyGenerationsResponse;
import software.amazon.awssdk.services.accessanalyzer.model.ValidatePolicyResponse;
import software.amazon.awssdk.services.cloudtrail.model.GetEventSelectorsResponse;
import software.amazon.awssdk.services.cloudtrail.model.LookupEventsResponse;
import software.amazon.awssdk.services.iam.model.GenerateServiceLastAccessedDetailsResponse;
import software.amazon.awssdk.services.iam.model.GetServiceLastAccessedDetailsResponse;

/**
 * Compares answers with the SDK's own description of them: every name in an answer must be a field of the response, at its place and of its
 * type. The SDK passes over names that it does not know, so that a misspelt one in a test's answer would test nothing.
 */
public final class WireModel {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, SdkPojo> RESPONSES = Map.ofEntries(
            Map.entry("LookupEvents", LookupEventsResponse.builder().build()),
            Map.entry("GetEventSelectors", GetEventSelectorsResponse.builder().build()),
            Map.entry("ValidatePolicy", ValidatePolicyResponse.builder().build()),
            Map.entry("CheckNoNewAccess", CheckNoNewAccessResponse.builder().build()),
            Map.entry(
                    "CheckAccessNotGranted",
                    CheckAccessNotGrantedResponse.builder().build()),
            Map.entry(
                    "ListPolicyGenerations",
                    ListPolicyGenerationsResponse.builder().build()),
            Map.entry("GetGeneratedPolicy", GetGeneratedPolicyResponse.builder().build()),
            Map.entry("ListAnalyzers", ListAnalyzersResponse.builder().build()),
            Map.entry("ListFindingsV2", ListFindingsV2Response.builder().build()),
            Map.entry("GetFindingV2", GetFindingV2Response.builder().build()),
            Map.entry(
                    "GenerateServiceLastAccessedDetails",
                    GenerateServiceLastAccessedDetailsResponse.builder().build()),
            Map.entry(
                    "GetServiceLastAccessedDetails",
                    GetServiceLastAccessedDetailsResponse.builder().build()));

    private WireModel() {}

    /** Returns what of an answer the service does not say so; empty for faults and errors. */
    public static List<String> problems(String operation, Answer answer) {
        if (answer.status() != 200 || answer.fault() != Answer.Fault.NONE) {
            return List.of();
        }
        List<String> problems = new ArrayList<>();
        SdkPojo response = RESPONSES.get(operation);
        if (response == null) {
            return List.of(operation + ": no response of that name is known");
        }
        if (answer.type().contains("xml")) {
            xml(response, element(answer.body(), operation + "Result"), operation, problems);
        } else {
            json(response, parsed(answer.body()), operation, problems);
        }
        return problems;
    }

    private static JsonNode parsed(String body) {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Map<String, SdkField<?>> fields(SdkPojo pojo) {
        return pojo.sdkFields().stream()
                .collect(Collectors.toMap(SdkField::locationName, field -> field, (a, b) -> a, LinkedHashMap::new));
    }

    private static void json(SdkPojo pojo, JsonNode node, String at, List<String> problems) {
        if (!node.isObject()) {
            problems.add(at + ": not an object");
            return;
        }
        Map<String, SdkField<?>> fields = fields(pojo);
        node.fields().forEachRemaining(entry -> {
            String place = at + "/" + entry.getKey();
            SdkField<?> field = fields.get(entry.getKey());
            if (field == null) {
                problems.add(place + ": there is no such field, but " + fields.keySet());
            } else {
                json(field, entry.getValue(), place, problems);
            }
        });
    }

    private static void json(SdkField<?> field, JsonNode node, String at, List<String> problems) {
        MarshallingType<?> type = field.marshallingType();
        if (type == MarshallingType.SDK_POJO) {
            json((SdkPojo) field.constructor().get(), node, at, problems);
        } else if (type == MarshallingType.LIST) {
            if (!node.isArray()) {
                problems.add(at + ": not a list");
            }
            SdkField<?> member = field.getTrait(ListTrait.class).memberFieldInfo();
            for (int i = 0; i < node.size(); i++) {
                json(member, node.path(i), at + "/" + i, problems);
            }
        } else if (type == MarshallingType.MAP) {
            SdkField<?> value = field.getTrait(MapTrait.class).valueFieldInfo();
            node.fields().forEachRemaining(entry -> json(value, entry.getValue(), at + "/" + entry.getKey(), problems));
        } else if (!fits(type, node)) {
            problems.add(at + ": " + node + " is not of type "
                    + type.getTargetClass().getSimpleName());
        }
    }

    private static boolean fits(MarshallingType<?> type, JsonNode node) {
        if (type == MarshallingType.STRING) {
            return node.isTextual();
        }
        if (type == MarshallingType.BOOLEAN) {
            return node.isBoolean();
        }
        if (type == MarshallingType.INSTANT) {
            // Seconds in the JSON protocol, ISO 8601 in the REST protocol of Access Analyzer.
            return node.isNumber() || node.isTextual();
        }
        return node.isNumber();
    }

    private static Element element(String body, String name) {
        try {
            Element root = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)))
                    .getDocumentElement();
            return children(root).stream()
                    .filter(child -> child.getTagName().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("there is no " + name));
        } catch (IOException | javax.xml.parsers.ParserConfigurationException | org.xml.sax.SAXException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static List<Element> children(Element element) {
        List<Element> children = new ArrayList<>();
        for (int i = 0; i < element.getChildNodes().getLength(); i++) {
            if (element.getChildNodes().item(i) instanceof Element child) {
                children.add(child);
            }
        }
        return children;
    }

    private static void xml(SdkPojo pojo, Element element, String at, List<String> problems) {
        Map<String, SdkField<?>> fields = fields(pojo);
        for (Element child : children(element)) {
            String place = at + "/" + child.getTagName();
            SdkField<?> field = fields.get(child.getTagName());
            if (field == null) {
                problems.add(place + ": there is no such field, but " + fields.keySet());
            } else if (field.marshallingType() == MarshallingType.SDK_POJO) {
                xml((SdkPojo) field.constructor().get(), child, place, problems);
            } else if (field.marshallingType() == MarshallingType.LIST) {
                ListTrait list = field.getTrait(ListTrait.class);
                String member = Optional.ofNullable(list.memberLocationName()).orElse("member");
                for (Element item : children(child)) {
                    if (!item.getTagName().equals(member)) {
                        problems.add(place + ": `" + item.getTagName() + "` where `" + member + "` belongs");
                    } else if (list.memberFieldInfo().marshallingType() == MarshallingType.SDK_POJO) {
                        xml((SdkPojo) list.memberFieldInfo().constructor().get(), item, place + "/" + member, problems);
                    }
                }
            } else if (!children(child).isEmpty()) {
                problems.add(place + ": not a structure");
            }
        }
    }
}
