package dev.corvid.sample;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// The shop's own API, as `pets.yaml` describes it. It is in memory.
@RestController
@RequestMapping("/pets")
class PetController {
  private final List<Pet> pets =
      new CopyOnWriteArrayList<>(
          List.of(
              new Pet(1, "Bello", "dog"),
              new Pet(2, "Minka", "cat"),
              new Pet(3, "Kiwi", "parrot")));

  record Pet(int id, String name, String kind) {}

  record NewPet(String name, String kind) {}

  @GetMapping
  List<Pet> list(@RequestParam @Nullable String kind) {
    return pets.stream().filter(pet -> kind == null || pet.kind().equals(kind)).toList();
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  synchronized Pet add(@RequestBody NewPet added) {
    Pet pet = new Pet(pets.size() + 1, added.name(), added.kind());
    pets.add(pet);
    return pet;
  }
}
