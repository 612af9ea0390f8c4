package dev.corvid.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ThingsTests {
  private static final String PETS =
      """
      [{"id":3,"name":"Bello","ownerId":1},{"id":5,"name":"Luna","ownerId":2},
      {"id":9,"name":"Flash"}]""";
  private static final String VISITS =
      """
      [{"id":51,"petId":3,"date":"2026-03-12"},{"id":52,"petId":5,"date":"2026-03-12"},
      {"id":53,"petId":9,"date":"2026-04-02"}]""";
  private static final String OWNERS =
      "[{\"id\":1,\"name\":\"Ingrid Dahl\"},{\"id\":2,\"name\":\"Tomas Lind\"}]";

  private final Things things =
      new Things(List.of(tool("listPets"), tool("listVisits"), tool("listOwners")));

  private static ToolSpec tool(String name) {
    return new ToolSpec(name, "", "{}", Effect.READ, "test", List.of());
  }

  private Set<String> meant(String tool, String parameter, String... mentions) {
    List<String> stems = List.of(mentions).stream().map(Given::stems).toList();
    return things.meant(tool(tool), parameter, value -> value.matches("\\d+"), stems);
  }

  @Test
  void anIdOfOneKindDoesNotNameAnother() {
    things.read("listOwners", "{}", OWNERS);
    assertThat(meant("getPet", "petId")).isEmpty();
    assertThat(meant("getOwner", "ownerId")).containsExactly("1", "2");
    assertThat(meant("getOwner", "id")).containsExactly("1", "2");
  }

  @Test
  void whereNoToolSaysAnythingOfItsKindEveryIdMayBeMeant() {
    things.read("listOwners", "{}", OWNERS);
    assertThat(meant("getContract", "contractId")).containsExactly("1", "2");
  }

  @Test
  void aThingIsMeantByWhatItRefersTo() {
    things.read("listVisits", "{}", VISITS);
    assertThat(meant("cancelVisit", "visitId", "Bello")).containsExactly("51", "52", "53");
    things.read("listPets", "{}", PETS);
    assertThat(meant("cancelVisit", "visitId", "Bello")).containsExactly("51");
    assertThat(meant("cancelVisit", "visitId", "Flash")).containsExactly("53");
  }

  @Test
  void throughTwoThingsToo() {
    things.read("listVisits", "{}", VISITS);
    things.read("listPets", "{}", PETS);
    things.read("listOwners", "{}", OWNERS);
    assertThat(meant("cancelVisit", "visitId", "Tomas", "Lind")).containsExactly("52");
  }

  @Test
  void whatSaysMoreCountsMore() {
    things.read("listVisits", "{}", VISITS);
    things.read("listPets", "{}", PETS);
    assertThat(meant("cancelVisit", "visitId", "2026-03-12")).containsExactly("51", "52");
    assertThat(meant("cancelVisit", "visitId", "2026-03-12", "Luna")).containsExactly("52");
  }

  @Test
  void aThingThatWasNotReadIsMeantByWhatIsSaidOfIt() {
    things.read("listVisits", "{}", VISITS);
    assertThat(meant("getPet", "petId", "2026-04-02")).containsExactly("9");
  }

  @Test
  void whatSomethingWasFoundByIsSaidOfIt() {
    things.read("listVisits", "{\"vet\":\"Dr. Moe\"}", "[{\"id\":51,\"petId\":3}]");
    things.read("listVisits", "{}", VISITS);
    assertThat(meant("cancelVisit", "visitId", "Moe")).containsExactly("51");
  }

  @Test
  void aThingWithinAnotherIsOfTheKindOfItsField() {
    things.read("listVisits", "{}", "[{\"id\":51,\"pet\":{\"id\":3}}]");
    assertThat(meant("getPet", "petId")).containsExactly("3");
    assertThat(meant("cancelVisit", "visitId")).containsExactly("51");
  }

  @Test
  void anythingMayBeRead() {
    things.read("x", "{}", "no JSON");
    things.read("x", "{}", "[[[1,null,{}]],{\"\":{\"id\":\"\"}},{\"id\":{\"id\":1}}]");
    things.read("x", "{}", "[{\"id\":1,\"aId\":2},{\"id\":2,\"aId\":1}]".repeat(1));
    assertThat(meant("x", "id", "z")).containsExactlyInAnyOrder("1", "2");
  }
}
